using SalesPerf.Connectors.Text;

namespace SalesPerf.Connectors.Pipedrive;

/// <summary>Instants as Pipedrive writes them: ISO 8601, <c>2017-04-19 21:20:37</c> in UTC, or a number whose length tells its unit.</summary>
internal static class PipedriveTime
{
    private const int LongestSeconds = 11;
    private const int LongestMilliseconds = 14;
    private const int MicrosecondDigits = 6;

    /// <summary>Null when it is no instant.</summary>
    public static DateTimeOffset? Parse(string text) =>
        !PlainText.IsDigits(text, 18) ? ProviderTime.Iso(text)
        : text.Length <= LongestSeconds ? ProviderTime.Seconds(text)
        : text.Length <= LongestMilliseconds ? ProviderTime.Milliseconds(text)
        : ProviderTime.Seconds($"{text[..^MicrosecondDigits]}.{text[^MicrosecondDigits..]}");
}
