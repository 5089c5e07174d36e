using System.Text;

namespace SalesPerf.Domain.Forecasts;

/// <summary>An open deal's chances, and the seed of its scenarios: the deal's own, so that other deals coming or going change nothing for it.</summary>
internal readonly record struct Chance(double Won, double Lost, ulong Seed)
{
    public static Chance Of(decimal probability, string source, string deal) =>
        new((double)probability, (double)(1m - probability), Seeded(source + "~" + deal));

    /// <summary>64-bit FNV-1a.</summary>
    private static ulong Seeded(string text)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var b in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ b) * 1_099_511_628_211UL);
        }

        return hash;
    }
}
