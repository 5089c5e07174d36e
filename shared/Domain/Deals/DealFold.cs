using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Domain.Deals;

/// <summary>
/// Folds a deal's changes into its history. The order is (effective time, kind rank created &lt; changed &lt; closed &lt; deleted, natural key),
/// so no order of arrival makes a difference.
/// </summary>
public static class DealFold
{
    /// <summary>Adds changes to a record. One with a key that is there already adds nothing, unless it is known only by a row of an export and this is the source's own message.</summary>
    public static DealRecord Add(DealRecord? record, string source, string id, IEnumerable<Activity> changes, string type = ActivityTypes.Deal)
    {
        var known = (record?.Changes ?? []).ToDictionary(change => change.Key, StringComparer.Ordinal);
        foreach (var change in changes)
        {
            if (!known.TryAdd(change.Key, DealChange.From(change)) && known[change.Key].Repaired == true && !change.Repaired)
            {
                known[change.Key] = DealChange.From(change);
            }
        }

        // Whoever only a row named that was replaced keeps its place: what was counted for them is taken back there.
        var ordered = Order(known.Values);
        return new DealRecord { Source = source, Id = id, Type = type == ActivityTypes.Deal ? null : type, Changes = ordered, Owners = [.. OwnersOf(ordered).Union(record?.Owners ?? [], StringComparer.Ordinal)] };
    }

    /// <summary>The history as the changes recorded at or before <paramref name="asOf"/> tell it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="stage">What a stage means; null when nothing is set for it.</param>
    /// <param name="asOf">Recorded time; changes learnt later are not seen.</param>
    public static DealHistory Fold(DealRecord record, Func<string, StageSetting?> stage, DateTimeOffset asOf)
    {
        var changes = record.Changes.Where(change => change.Recorded <= asOf).ToList();
        var walk = new DealWalk(stage);
        foreach (var instant in changes.GroupBy(change => change.At))
        {
            walk.Take(instant);
        }

        return walk.History(OwnersOf(changes));
    }

    private static List<DealChange> Order(IEnumerable<DealChange> changes) =>
        [.. changes.OrderBy(change => change.At).ThenBy(change => Rank(change.Type)).ThenBy(change => change.Key, StringComparer.Ordinal)];

    private static int Rank(string type) => type switch
    {
        _ when RecordChanges.IsCreation(type) => 0,
        ActivityTypes.DealWon or ActivityTypes.DealLost => 2,
        _ when RecordChanges.IsDeletion(type) => 3,
        _ => 1,
    };

    /// <summary>Whom the deal is or was of: owners, and those whom its shares name.</summary>
    private static List<string> OwnersOf(IEnumerable<DealChange> changes) =>
        [.. changes
            .SelectMany(change => (change.Attributes?.Keys.Select(DealSplits.OwnerIn) ?? []).Prepend(change.Fields?.GetValueOrDefault(RecordFields.Owner)))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)];
}
