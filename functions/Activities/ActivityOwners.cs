using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;

namespace SalesPerf.Functions.Activities;

/// <summary>The owner ids in an activity: whoever did it, whoever has the record since, and whoever has a share of it.</summary>
internal static class ActivityOwners
{
    public static IEnumerable<string> Of(Activity activity) =>
        Shares(activity).Append(activity.Owner).Append(activity.Fields?.GetValueOrDefault(RecordFields.Owner)).OfType<string>();

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

        if (Shares(activity).Any())
        {
            var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
            var isReplaced = false;
            foreach (var (name, value) in activity.Attributes!)
            {
                var named = DealSplits.OwnerIn(name);
                var stands = named is null ? null : await replace(named);
                isReplaced |= stands != named;
                attributes[stands == named ? name : DealSplits.NameFor(name, stands!)] = value;
            }

            activity = isReplaced ? activity with { Attributes = attributes } : activity;
        }

        return activity;
    }

    private static IEnumerable<string?> Shares(Activity activity) =>
        activity is { RecordType: not null, Attributes: { } attributes } ? attributes.Keys.Select(DealSplits.OwnerIn).Where(owner => owner is not null) : [];
}
