using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;

namespace SalesPerf.Connectors.CloudEvents;

/// <summary>The rules for context attributes that hold in every mode.</summary>
internal static class CloudEventAttributes
{
    private const int LongestText = 1_024;

    /// <summary>Takes the attributes of the specification; extensions are left.</summary>
    public static CloudEvent Take(JsonMembers attributes)
    {
        if (attributes.RequireText("specversion", LongestText) is { } version && version != "1.0")
        {
            attributes.Problem("specversion", "1.0 is expected.");
        }

        attributes.TakeText("subject", LongestText);
        attributes.TakeText("dataschema", LongestText);
        return new CloudEvent
        {
            Id = attributes.RequireText("id", ItemLimits.MaxKey) ?? string.Empty,
            Source = attributes.RequireText("source", LongestText) ?? string.Empty,
            Type = attributes.RequireText("type", LongestText) ?? string.Empty,
            Time = Time(attributes),
        };
    }

    /// <summary>Names are lower-case letters and digits.</summary>
    public static bool IsName(string name) => name.Length > 0 && name.All(character => char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character));

    private static DateTimeOffset? Time(JsonMembers attributes)
    {
        if (attributes.TakeText("time", LongestText) is not { } text)
        {
            return null;
        }

        var time = Rfc3339.Parse(text);
        if (time is null)
        {
            attributes.Problem("time", ActivityReader.InstantDetail);
        }

        return time;
    }
}
