using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.HubSpot;

/// <summary>
/// A merge of deals: those that were merged are no more. The survivor is the primary one, or a new one where HubSpot makes one; what it took over from the others is not told.
/// HubSpot may tell the merge once for each deal in it, and a deletion beside it: a deal that is gone is gone once.
/// </summary>
internal static class HubSpotMerge
{
    private const int LongestId = 20;

    /// <summary>The deals that are gone; what is wrong where their ids cannot be read.</summary>
    public static IEnumerable<ReadItem> Read(int index, Activity activity, HubSpotEvent happened, JsonElement value)
    {
        var errors = new ReadErrors();
        var primary = Id(value, "primaryObjectId", errors);
        var survivor = Id(value, "newObjectId", errors) ?? primary ?? happened.ObjectId;
        var gone = Merged(value, errors).Append(primary ?? survivor).Append(happened.ObjectId).Where(id => id != survivor).Distinct(StringComparer.Ordinal).ToList();
        return errors.Any ? [new RejectedItem(index, errors.All)]
            : gone.Count == 0 ? [new IgnoredItem(index, "It does not say which deals were merged.")]
            : gone.Select(id => new ReadActivity(index, activity with
            {
                Key = (happened with { ObjectId = id }).Key,
                Type = ActivityTypes.DealDeleted,
                Deal = id,
                RecordType = ActivityTypes.Deal,
                Fields = new(StringComparer.Ordinal),
                Attributes = new(StringComparer.Ordinal) { ["mergedInto"] = survivor },
            }));
    }

    private static List<string> Merged(JsonElement value, ReadErrors errors)
    {
        var ids = value.EachAt("mergedObjectIds").Take(ItemLimits.MaxItems + 1).Select(JsonText.Scalar).ToList();
        if (ids.Count > ItemLimits.MaxItems || !ids.TrueForAll(id => id is not null && PlainText.IsDigits(id, LongestId)))
        {
            errors.Add("/mergedObjectIds", "Whole numbers are expected.");
        }

        return [.. ids.OfType<string>()];
    }

    private static string? Id(JsonElement value, string name, ReadErrors errors)
    {
        if (value.At(name) is not { ValueKind: not JsonValueKind.Null } member)
        {
            return null;
        }

        if (JsonText.Scalar(member) is { } id && PlainText.IsDigits(id, LongestId))
        {
            return id;
        }

        errors.Add(JsonPointer.Append(string.Empty, name), "A whole number is expected.");
        return null;
    }
}
