using System.Globalization;
using SalesPerf.Connectors;
using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>
/// Tells which activities of an export are held: by their event key; where the row does not have it, by what was done, to what, by whom and when.
/// </summary>
public sealed class HeldActivities(IDocumentStore store)
{
    private const int AtOnce = 8;

    /// <summary>Two times of one event are never further apart, whatever zone a column was written in. Further apart the key names two events.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromHours(36);

    /// <summary>Ranges that are nearer are read as one.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromHours(1);

    /// <summary>Those that are not held, in order; the others are counted.</summary>
    public async Task<IReadOnlyList<ImportedActivity>> MissingAsync(IReadOnlyList<ImportedActivity> rows, ResyncTally tally, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, Activity>(StringComparer.Ordinal);
        var alike = new HashSet<long>();
        var first = new List<ImportedActivity>(rows.Count);
        foreach (var row in rows)
        {
            if (tally.Told(row.Activity.Key, row.Activity.Type, row.Activity.OccurredAt) is { } before)
            {
                Settle(row, before.Type, before.At, isUndated: false, tally);
            }
            else
            {
                first.Add(row);
            }
        }

        await Parallel.ForEachAsync(first.GroupBy(row => ActivityDocuments.Partition(row.Activity), StringComparer.Ordinal), Several.AtOnce(AtOnce, cancellationToken), async (group, stop) =>
        {
            var documents = await store.ReadManyAsync(group.Key, [.. group.Select(row => ActivityDocuments.Id(row.Activity))], stop);
            Activity[] known = [.. documents.Where(document => document.Kind != ReusedOwners.Kind).Select(document => TypedDocuments.Open<Activity>(document).Value)];
            lock (found)
            {
                foreach (var activity in known)
                {
                    found[activity.Key] = activity;
                }
            }

            if (group.Where(row => row.IsByContent && !found.ContainsKey(row.Activity.Key)).ToList() is { Count: > 0 } unnamed)
            {
                var same = await AlikeAsync(group.Key, unnamed, stop);
                lock (alike)
                {
                    alike.UnionWith(same);
                }
            }
        });

        var missing = new List<ImportedActivity>(first.Count);
        foreach (var row in first)
        {
            if (alike.Contains(row.Line))
            {
                tally.Hold();
            }
            else if (!found.TryGetValue(row.Activity.Key, out var known))
            {
                missing.Add(row);
            }
            else if (known.Repaired && known.ReceivedAt == tally.ReceivedAt)
            {
                // This very part added it, before it was stopped.
                tally.Add();
            }
            else
            {
                Settle(row, known.Type, known.OccurredAt, known.IsUndated, tally);
            }
        }

        return missing;
    }

    /// <summary>The key is known: as the same event, or as another, and then the column is not what the mapping says.</summary>
    private static void Settle(ImportedActivity row, string type, DateTimeOffset at, bool isUndated, ResyncTally tally)
    {
        if (type != row.Activity.Type)
        {
            tally.Reject(row.Line, [new ReadError("", $"Its event key is that of an event of type {type}.")]);
        }
        else if (!isUndated && (at - row.Activity.OccurredAt).Duration() > Apart)
        {
            tally.Reject(row.Line, [new ReadError("", string.Create(CultureInfo.InvariantCulture, $"Its event key is that of an event at {at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}."))]);
        }
        else
        {
            tally.Hold();
        }
    }

    /// <summary>The lines of rows of which one held activity says the same. One stands for one row only.</summary>
    private async Task<List<long>> AlikeAsync(string pk, List<ImportedActivity> rows, CancellationToken cancellationToken)
    {
        var lines = new List<long>();
        ImportedActivity[] ordered = [.. rows.OrderBy(row => row.Activity.OccurredAt)];
        var kind = ordered[0].Activity.RecordType is null ? ActivityDocuments.Kind : ActivityDocuments.ChangeKind;
        for (var (start, end) = (0, 1); start < ordered.Length; (start, end) = (end, end + 1))
        {
            var to = EndOf(ordered[start]);
            for (; end < ordered.Length && ordered[end].Activity.OccurredAt - to < Near; end++)
            {
                to = EndOf(ordered[end]) > to ? EndOf(ordered[end]) : to;
            }

            var left = ordered[start..end].ToList();
            await foreach (var held in store.RangeAsync<Activity>(new RangeQuery(pk, kind, ordered[start].Activity.OccurredAt, to, Size: 500), cancellationToken))
            {
                if (left.FindIndex(row => IsSame(row, held.Value)) is >= 0 and var index)
                {
                    lines.Add(left[index].Line);
                    left.RemoveAt(index);
                }
            }
        }

        return lines;
    }

    private static DateTimeOffset EndOf(ImportedActivity row) => row.Activity.OccurredAt + (row.Length > TimeSpan.Zero ? row.Length : TimeSpan.FromTicks(1));

    private static bool IsSame(ImportedActivity row, Activity held)
    {
        var activity = row.Activity;
        return held.Type == activity.Type
            && held.OccurredAt >= activity.OccurredAt && held.OccurredAt < EndOf(row)
            && (row.Object is { } what
                ? held.Attributes?.GetValueOrDefault("objectId") == what || held.Key.Split(':').Contains(what, StringComparer.Ordinal)
                : Agree(activity.Contact, held.Contact) && Agree(activity.Deal, held.Deal) && Agree(activity.Account, held.Account) && Agree(activity.Conversation, held.Conversation));
    }

    private static bool Agree(string? one, string? other) => one is null || other is null || one == other;
}
