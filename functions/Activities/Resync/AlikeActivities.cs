using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>
/// Reads what is held around the times of rows that do not have the key of their event, a page at a time: of what is held in those times, however much, only pages that wait to be looked at are in memory.
/// </summary>
public sealed class AlikeActivities(IDocumentStore store)
{
    /// <summary>Pages that are read ahead, of different places.</summary>
    public const int AtOnce = 8;

    /// <summary>Documents in a page, of at most 32 KB each.</summary>
    public const int PageSize = 200;

    /// <summary>Hands over all that is held around the rows' times, in an order that depends on nothing but what is held.</summary>
    /// <param name="rows">Some hundred.</param>
    /// <param name="places">Where events of the source may be.</param>
    /// <param name="take">Takes a page; false when it needs no other.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task SweepAsync(IReadOnlyList<ImportedActivity> rows, HeldPlaces places, Func<IReadOnlyList<Activity>, Task<bool>> take, CancellationToken cancellationToken)
    {
        var ahead = new Queue<(RangeQuery Query, Task<DocumentPage> First)>(AtOnce);
        var isWanted = true;
        foreach (var query in HeldSpans.Queries(rows, places, PageSize))
        {
            ahead.Enqueue((query, store.RangeAsync(query, cancellationToken)));
            if (ahead.Count == AtOnce)
            {
                await NextAsync();
            }

            if (!isWanted)
            {
                break;
            }
        }

        while (ahead.Count > 0)
        {
            await NextAsync();
        }

        async Task NextAsync()
        {
            var (query, first) = ahead.Dequeue();
            var page = await first; // also where it is not wanted any more: nothing runs on behind the caller
            while (isWanted)
            {
                isWanted = await take([.. page.Items.Select(document => TypedDocuments.Open<Activity>(document).Value)]);
                if (page.Continuation is null)
                {
                    return;
                }

                page = isWanted ? await store.RangeAsync(query with { Continuation = page.Continuation }, cancellationToken) : page;
            }
        }
    }

    /// <summary>What is held of rows whose keys are written too coarsely, or that name the object, by their lines. What somebody has goes before what nobody has, then what was earlier.</summary>
    public async Task<IReadOnlyDictionary<long, Activity>> FindAsync(IReadOnlyList<ImportedActivity> rows, HeldPlaces places, CancellationToken cancellationToken)
    {
        var found = new Dictionary<long, Activity>();
        if (rows.Count == 0)
        {
            return found;
        }

        var coarse = new RowsByTime(rows.Where(row => row.Alike is not null));
        var objects = rows.Where(row => row is { Alike: null, Object: not null }).ToLookup(row => row.Object!, StringComparer.Ordinal);
        await SweepAsync(rows, places, page => Task.FromResult(Take(page)), cancellationToken);
        return found;

        bool Take(IReadOnlyList<Activity> page)
        {
            foreach (var held in page)
            {
                foreach (var row in coarse.At(held.OccurredAt).Where(row => row.Alike!.Contain(held.Key)))
                {
                    Keep(row, held);
                }

                foreach (var row in objects.Count == 0 ? [] : ObjectsOf(held).SelectMany(name => objects[name]).Where(row => row.Activity.Type == held.Type && IsMeant(row, held.OccurredAt)))
                {
                    Keep(row, held);
                }
            }

            return true;
        }

        void Keep(ImportedActivity row, Activity held)
        {
            if (!found.TryGetValue(row.Line, out var other) || Compare(held, other) < 0)
            {
                found[row.Line] = held;
            }
        }
    }

    private static bool IsMeant(ImportedActivity row, DateTimeOffset at) => at >= row.Activity.OccurredAt && at < row.End;

    private static IEnumerable<string> ObjectsOf(Activity held) =>
        held.Attributes?.GetValueOrDefault("objectId") is { } named ? held.Key.Split(':').Prepend(named).Distinct(StringComparer.Ordinal) : held.Key.Split(':').Distinct(StringComparer.Ordinal);

    private static int Compare(Activity one, Activity other) =>
        (one.Owner is null, one.OccurredAt).CompareTo((other.Owner is null, other.OccurredAt)) is var order and not 0 ? order : string.CompareOrdinal(one.Key, other.Key);
}
