using System.Collections.Concurrent;
using System.Globalization;
using SalesPerf.Connectors;
using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>
/// Tells which activities of an export are held: by their event key, whoever owns them here; where the row does not have that key, by what was done, to what, by whom and when.
/// </summary>
public sealed class HeldActivities(IDocumentStore store, AlikeActivities alike, RowMatches matches)
{
    private const int AtOnce = 8;

    /// <summary>Those that are not held, in order; the others are counted.</summary>
    public async Task<IReadOnlyList<ImportedActivity>> MissingAsync(IReadOnlyList<ImportedActivity> rows, UploadedPart part, HeldPlaces places, ResyncTally tally, CancellationToken cancellationToken)
    {
        var left = new List<ImportedActivity>(rows.Count);
        foreach (var row in rows)
        {
            if (!part.IsNamedHere(row) && tally.Told(row.Activity.Key, row.Activity.Type, row.Activity.OccurredAt) is { } before)
            {
                Settle(row, before.Type, before.At, isUndated: false, tally);
            }
            else
            {
                left.Add(row);
            }
        }

        var found = await ByKeyAsync(left, part, places, cancellationToken);
        left.RemoveAll(row => found.TryGetValue(row.Activity.Key, out var known) && (!IsOwnerNews(row, known) || !IsSame(row, known)) && Settle(row, known, tally));
        if (left.Where(row => row.IsByContent || row.Alike is not null).ToList() is not { Count: > 0 } unclear)
        {
            return left;
        }

        var stands = await matches.TakeAsync(part, [.. unclear.Where(part.IsNamedHere)], places, cancellationToken);
        var alikes = await alike.FindAsync([.. unclear.Where(row => !part.IsNamedHere(row))], places, cancellationToken);
        left.RemoveAll(row => part.IsNamedHere(row)
            ? stands.Contains(row.Line) && Hold(tally)
            : alikes.GetValueOrDefault(row.Line) is { } known && !IsOwnerNews(row, known) && (row.IsByContent ? Hold(tally) : Settle(row, known, tally)));
        return left;
    }

    /// <summary>What is held with nobody counts for nobody: a row that knows the owner gives it to them.</summary>
    internal static bool IsOwnerNews(ImportedActivity row, Activity known) => known.Owner is null && row.Activity.Owner is not null;

    /// <summary>What is held under the keys of rows: first where it would be stored, then with everybody else, then with nobody.</summary>
    private async Task<IReadOnlyDictionary<string, Activity>> ByKeyAsync(List<ImportedActivity> rows, UploadedPart part, HeldPlaces places, CancellationToken cancellationToken)
    {
        var found = new ConcurrentDictionary<string, Activity>(StringComparer.Ordinal);
        await ReadAsync(rows.GroupBy(row => ActivityDocuments.Partition(row.Activity), StringComparer.Ordinal).Select(group => (group.Key, group.Select(IdOf))));
        var missing = Missing();

        // One place after the other is asked for those that it may hold: there may be thousands of places.
        await ReadAsync(places.Owners.Select(pk => (pk, missing.Where(one => places.MayHold(pk, one.Row)).Select(one => one.Id))));
        await ReadAsync(Missing().GroupBy(one => Partitions.Nobody(one.Row.Activity.Source, one.Row.Activity.Key), StringComparer.Ordinal).Select(group => (group.Key, group.Select(one => one.Id))));
        return found;

        // Rows that this upload names are nowhere else.
        List<(ImportedActivity Row, string Id)> Missing() =>
            [.. rows.Where(row => row.Activity.RecordType is null && !part.IsNamedHere(row) && !found.ContainsKey(row.Activity.Key)).Select(row => (row, IdOf(row)))];

        static string IdOf(ImportedActivity row) => ActivityDocuments.Id(row.Activity);

        Task ReadAsync(IEnumerable<(string Pk, IEnumerable<string> Ids)> groups) => Parallel.ForEachAsync(
            groups,
            Several.AtOnce(AtOnce, cancellationToken),
            async (group, stop) =>
            {
                if (group.Ids.ToList() is not { Count: > 0 } ids)
                {
                    return;
                }

                foreach (var document in (await store.ReadManyAsync(group.Pk, ids, stop)).Where(document => document.Kind != ReusedOwners.Kind))
                {
                    var activity = TypedDocuments.Open<Activity>(document).Value;
                    found.TryAdd(activity.Key, activity);
                }
            });
    }

    private static bool Settle(ImportedActivity row, Activity known, ResyncTally tally)
    {
        if (known.Repaired && known.ReceivedAt == tally.ReceivedAt)
        {
            // This very part added it, before it was stopped.
            tally.Add();
        }
        else
        {
            Settle(row, known.Type, known.OccurredAt, known.IsUndated, tally);
        }

        return true;
    }

    /// <summary>The key is known: as the same event, or as another, and then the column is not what the mapping says.</summary>
    private static void Settle(ImportedActivity row, string type, DateTimeOffset at, bool isUndated, ResyncTally tally)
    {
        if (type != row.Activity.Type)
        {
            tally.Reject(row.Line, [new ReadError("", $"Its event key is that of an event of type {type}.")]);
        }
        else if (!IsNear(row, at, isUndated))
        {
            tally.Reject(row.Line, [new ReadError("", string.Create(CultureInfo.InvariantCulture, $"Its event key is that of an event at {at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}."))]);
        }
        else
        {
            tally.Hold();
        }
    }

    private static bool IsSame(ImportedActivity row, Activity known) => known.Type == row.Activity.Type && IsNear(row, known.OccurredAt, known.IsUndated);

    private static bool IsNear(ImportedActivity row, DateTimeOffset at, bool isUndated) => isUndated || (at - row.Activity.OccurredAt).Duration() <= HeldPlaces.Apart;

    private static bool Hold(ResyncTally tally)
    {
        tally.Hold();
        return true;
    }
}
