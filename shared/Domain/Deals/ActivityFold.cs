using System.Globalization;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Domain.Deals;

/// <summary>
/// Folds the changes of a call, a meeting or a task into the one activity that it counts as. The order is that of <see cref="DealFold"/>, and all changes of one instant are one moment, so no
/// order of arrival makes a difference.
/// </summary>
/// <remarks>
/// It counts while it is done and not deleted. It happened when its facts say, and no later than it was said to be done; where they do not say, when it was said to be done. It is its owner's
/// at that time: before the first known owner that one's, and once an owner was known nobody's is nobody's. Whoever is given it afterwards did not do it.
/// </remarks>
public static class ActivityFold
{
    /// <summary>The activity as the changes recorded at or before <paramref name="asOf"/> tell it; null when it does not count. Without owner it is nobody's yet.</summary>
    public static Activity? Fold(DealRecord record, DateTimeOffset asOf)
    {
        var state = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var owners = new List<(DateTimeOffset At, string? Owner)>();
        DealChange? done = null;
        var isDeleted = false;
        var recorded = DateTimeOffset.MinValue;
        foreach (var instant in record.Changes.Where(change => change.Recorded <= asOf).GroupBy(change => change.At))
        {
            DealChange? latest = null;
            foreach (var change in instant)
            {
                latest = change;
                recorded = change.Recorded > recorded ? change.Recorded : recorded;
                isDeleted = IsDeleted(isDeleted, change);
                Apply(change, state, attributes);
            }

            done = state.GetValueOrDefault(RecordFields.Done) == RecordFields.True ? done ?? latest : null;
            owners.Add((instant.Key, state.GetValueOrDefault(RecordFields.Owner)));
        }

        if (done is null || isDeleted || (state.GetValueOrDefault(RecordFields.CountsAs) ?? state.GetValueOrDefault(RecordFields.CountsAsElse)) is not { } type)
        {
            return null;
        }

        var at = state.GetValueOrDefault(RecordFields.At) is { } text && Instant(text) is var said && said < done.At ? said : done.At;
        return new Activity
        {
            Source = record.Source,
            Key = $"{record.Source}:{record.Type}:{record.Id}",
            Type = type,
            OccurredAt = at,
            Owner = OwnerAt(owners, at),
            Account = state.GetValueOrDefault(RecordFields.Account),
            Contact = state.GetValueOrDefault(RecordFields.Contact),
            Deal = state.GetValueOrDefault(RecordFields.Deal),
            Conversation = state.GetValueOrDefault(RecordFields.Conversation),
            Amount = state.GetValueOrDefault(RecordFields.Amount) is { } amount ? decimal.Parse(amount, CultureInfo.InvariantCulture) : null,
            Currency = state.GetValueOrDefault(RecordFields.Currency),
            Attributes = attributes.Count > 0 ? attributes : null,
            Repaired = done.Repaired == true,
            ReceivedAt = recorded,
        };
    }

    /// <summary>True while it is deleted.</summary>
    public static bool IsDeleted(DealRecord record) => record.Changes.Aggregate(false, IsDeleted);

    private static bool IsDeleted(bool before, DealChange change) =>
        RecordChanges.IsDeletion(change.Type) || (before && !RecordChanges.IsRestoration(change.Type) && !RecordChanges.IsCreation(change.Type));

    private static void Apply(DealChange change, SortedDictionary<string, string?> state, SortedDictionary<string, string> attributes)
    {
        foreach (var (name, value) in change.Attributes ?? [])
        {
            attributes[name] = value;
        }

        foreach (var (name, value) in change.Fields ?? [])
        {
            if (!RecordFields.IsAttribute(name))
            {
                state[name] = value;
            }
            else if (value is null)
            {
                attributes.Remove(name);
            }
            else
            {
                attributes[name] = value;
            }
        }
    }

    private static string? OwnerAt(List<(DateTimeOffset At, string? Owner)> owners, DateTimeOffset at)
    {
        var first = owners.FindIndex(one => one.Owner is not null);
        return first < 0 ? null
            : owners[first].At > at ? owners[first].Owner
            : owners.FindLast(one => one.At <= at).Owner;
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
