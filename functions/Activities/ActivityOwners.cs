using SalesPerf.Domain.Activities;

namespace SalesPerf.Functions.Activities;

/// <summary>The owner ids in an activity: whoever did it, and whoever has the record since.</summary>
internal static class ActivityOwners
{
    public static IEnumerable<string> Of(Activity activity) =>
        new[] { activity.Owner, activity.Fields?.GetValueOrDefault(RecordFields.Owner) }.OfType<string>();

    /// <summary>The same instance when nothing changes.</summary>
    public static async ValueTask<Activity> ReplaceAsync(Activity activity, Func<string, ValueTask<string>> replace)
    {
        if (activity.Owner is { } owner && await replace(owner) is var replaced && replaced != owner)
        {
            activity = activity with { Owner = replaced };
        }

        if (activity.Fields?.GetValueOrDefault(RecordFields.Owner) is { } recordOwner && await replace(recordOwner) is var replacement && replacement != recordOwner)
        {
            activity = activity with
            {
                Fields = new SortedDictionary<string, string?>(activity.Fields, StringComparer.Ordinal) { [RecordFields.Owner] = replacement },
            };
        }

        return activity;
    }
}
