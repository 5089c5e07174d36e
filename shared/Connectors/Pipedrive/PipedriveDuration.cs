using System.Globalization;
using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;

namespace SalesPerf.Connectors.Pipedrive;

/// <summary>How long an activity took: <c>HH:mm</c>, <c>HH:mm:ss</c> or an object with such a <c>value</c>.</summary>
internal static class PipedriveDuration
{
    /// <summary>Whole seconds; null when there is none, or it cannot be read.</summary>
    public static string? Seconds(JsonElement? state)
    {
        var text = state?.TextAt("duration") ?? state?.TextAt("duration", "value");
        var parts = text?.Split(':') ?? [];
        if (parts.Length is < 2 or > 3 || parts.Any(part => !PlainText.IsDigits(part, 4)))
        {
            return null;
        }

        var numbers = parts.Select(part => int.Parse(part, NumberStyles.None, CultureInfo.InvariantCulture)).ToArray();
        var seconds = (((numbers[0] * 60) + numbers[1]) * 60) + (numbers.Length == 3 ? numbers[2] : 0);
        return seconds.ToString(CultureInfo.InvariantCulture);
    }
}
