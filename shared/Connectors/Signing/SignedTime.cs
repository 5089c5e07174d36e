using System.Globalization;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Signing;

/// <summary>Whether a signed time stamp is from now: a copy of an old request is worth nothing.</summary>
internal static class SignedTime
{
    private const int LongestTolerance = 3_600;
    private const int MillisecondsPerSecond = 1_000;

    /// <summary>Seconds since 1970. Off by exactly the source's tolerance, either way, still counts.</summary>
    public static bool IsCurrentSeconds(string text, Source source, DateTimeOffset now) =>
        PlainText.IsDigits(text, 12) && IsCurrent(Number(text) * MillisecondsPerSecond, source, now);

    /// <summary>Milliseconds since 1970.</summary>
    public static bool IsCurrentMilliseconds(string text, Source source, DateTimeOffset now) =>
        PlainText.IsDigits(text, 15) && IsCurrent(Number(text), source, now);

    private static bool IsCurrent(long milliseconds, Source source, DateTimeOffset now) =>
        Math.Abs(now.ToUnixTimeMilliseconds() - milliseconds) <= Math.Clamp(source.ToleranceSeconds, 0, LongestTolerance) * (long)MillisecondsPerSecond;

    private static long Number(string digits) => long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
