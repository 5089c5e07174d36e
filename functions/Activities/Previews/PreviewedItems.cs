using SalesPerf.Connectors;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities.Previews;

/// <summary>What items would become, asked of the store and the directory as they are now. It reads only (and makes the key that mail addresses are hashed with, if there is none yet).</summary>
public sealed class PreviewedItems(IDocumentStore store, StoredOwners owners)
{
    /// <summary>More are counted, not shown.</summary>
    public const int MaxShown = 100;

    public async Task<WebhookPreview> AddAsync(
        WebhookPreview preview, IReadOnlyList<ReadItem> items, Model model, Source settings, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var shown = new List<PreviewedItem>(Math.Min(items.Count, MaxShown));
        var before = new Dictionary<(string, string), Activity>();
        var standing = new Dictionary<IdentityKey, string>();
        foreach (var item in items.Take(MaxShown))
        {
            shown.Add(item switch
            {
                ReadActivity read => await ShowAsync(read, model, settings, now, before, standing, cancellationToken),
                RejectedItem rejected => new PreviewedItem(item.Index, "rejected") { Errors = [.. rejected.Errors.Select(error => new ActivityError(error.Pointer, error.Detail))] },
                IgnoredItem ignored => new PreviewedItem(item.Index, "ignored") { Reason = ignored.Reason },
                _ => throw new InvalidOperationException($"Nobody knows how to show {item.GetType().Name}."),
            });
        }

        var tooLarge = shown.Count(item => item is { Outcome: "rejected", Activity: not null });
        return preview with
        {
            Counts = new PreviewCounts(
                items.Count(item => item is ReadActivity) - tooLarge, items.Count(item => item is IgnoredItem), items.Count(item => item is RejectedItem) + tooLarge),
            Items = shown,
        };
    }

    private async Task<PreviewedItem> ShowAsync(
        ReadActivity read,
        Model model,
        Source settings,
        DateTimeOffset now,
        Dictionary<(string Partition, string Id), Activity> before,
        Dictionary<IdentityKey, string> standing,
        CancellationToken cancellationToken)
    {
        var activity = await owners.ReplaceAsync(read.Activity with { Mapping = MappingRules.StampOf(settings) }, model, standing, cancellationToken);
        if (ActivityIntake.TooLarge(Envelopes.Message(ActivityEnvelope.Type, activity, now)) is { } error)
        {
            return new PreviewedItem(read.Index, "rejected") { Errors = [error], Activity = activity };
        }

        return new PreviewedItem(read.Index, "activity")
        {
            Activity = activity,
            Key = await KeyAsync(activity, now, before, cancellationToken),
            Owners = [.. ActivityOwners.Of(activity).Distinct(StringComparer.Ordinal).Select(owner => new PreviewedOwner(owner, model.PersonOf(activity.Source, owner)))],
            Meaning = PreviewedMeaning.Of(activity, settings),
        };
    }

    private async Task<string> KeyAsync(Activity activity, DateTimeOffset now, Dictionary<(string, string), Activity> before, CancellationToken cancellationToken)
    {
        var place = (ActivityDocuments.Partition(activity), ActivityDocuments.Id(activity));
        if (before.TryGetValue(place, out var earlier))
        {
            return Compared(earlier, activity);
        }

        before.Add(place, activity);
        return await store.ReadAsync(place.Item1, place.Item2, cancellationToken) is not { } stored
                ? Quarantine.IsAhead(activity, now) ? "quarantined" : "new"
            : stored.Kind == ReusedOwners.Kind ? "duplicate"
            : Compared(TypedDocuments.Open<Activity>(stored).Value, activity);
    }

    private static string Compared(Activity known, Activity activity) => ActivityContent.AreEqual(known, activity) ? "duplicate" : "conflict";
}
