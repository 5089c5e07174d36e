using SalesPerf.Connectors.Text;

namespace SalesPerf.Functions.Http;

/// <summary>RFC 3339 instants in queries and headers; bodies have their own converter.</summary>
public static class Instants
{
    /// <summary>Needs seconds and an offset; <c>t</c> and <c>z</c> count as <c>T</c> and <c>Z</c>. The result is in UTC, cut to 100 ns.</summary>
    public static bool TryParse(string text, out DateTimeOffset instant)
    {
        var read = Rfc3339.Parse(text);
        instant = read.GetValueOrDefault();
        return read is not null;
    }
}
