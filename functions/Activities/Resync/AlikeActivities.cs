using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>Reads what is held around the times of rows that do not have the key of their event.</summary>
public sealed class AlikeActivities(IDocumentStore store)
{
    private const int AtOnce = 8;

    /// <summary>Spans that are nearer are read as one.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromHours(1);

    public async Task<AlikeCandidates> ReadAsync(IReadOnlyList<ImportedActivity> rows, HeldPlaces places, CancellationToken cancellationToken)
    {
        var spans = new Dictionary<(string Pk, string Kind), List<(DateTimeOffset From, DateTimeOffset To)>>();
        foreach (var row in rows)
        {
            var kind = row.Activity.RecordType is null ? ActivityDocuments.Kind : ActivityDocuments.ChangeKind;
            foreach (var pk in places.Of(row))
            {
                if (!spans.TryGetValue((pk, kind), out var own))
                {
                    spans[(pk, kind)] = own = [];
                }

                own.AddRange(AlikeCandidates.Spans(row));
            }
        }

        var types = rows.Select(row => row.Activity.Type).ToHashSet(StringComparer.Ordinal);
        var found = new List<Activity>();
        await Parallel.ForEachAsync(spans, Several.AtOnce(AtOnce, cancellationToken), async (place, stop) =>
        {
            foreach (var (from, to) in Joined(place.Value))
            {
                await foreach (var held in store.RangeAsync<Activity>(new RangeQuery(place.Key.Pk, place.Key.Kind, from, to, Size: 500), stop))
                {
                    if (types.Contains(held.Value.Type))
                    {
                        lock (found)
                        {
                            found.Add(held.Value);
                        }
                    }
                }
            }
        });
        return new AlikeCandidates(found);
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Joined(List<(DateTimeOffset From, DateTimeOffset To)> spans)
    {
        spans.Sort();
        var (from, to) = spans[0];
        foreach (var span in spans)
        {
            if (span.From - to >= Near)
            {
                yield return (from, to);
                (from, to) = span;
            }

            to = span.To > to ? span.To : to;
        }

        yield return (from, to);
    }
}

/// <summary>Held activities, in the order of their times.</summary>
public sealed class AlikeCandidates
{
    private readonly Activity[] held;
    private readonly DateTimeOffset[] times;

    public AlikeCandidates(IEnumerable<Activity> activities)
    {
        // What is with nobody too, and with somebody since an export said whose it is, is theirs.
        held = [.. activities.OrderBy(activity => activity.Owner is null).DistinctBy(activity => activity.Key).OrderBy(activity => activity.OccurredAt).ThenBy(activity => activity.Key, StringComparer.Ordinal)];
        times = [.. held.Select(activity => activity.OccurredAt)];
    }

    /// <summary>The instants that a row may mean: of its time, and of those in its key.</summary>
    public static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Spans(ImportedActivity row) => (row.Alike?.Times ?? []).Prepend((row.Activity.OccurredAt, row.End));

    /// <summary>Those of a row's type at its time.</summary>
    public IEnumerable<Activity> At(ImportedActivity row) => Within(row.Activity.OccurredAt, row.End).Where(activity => activity.Type == row.Activity.Type);

    /// <summary>What is held of a row whose key is written too coarsely, or that names the object; null for nothing.</summary>
    public Activity? Of(ImportedActivity row) => row.Alike is { } keys
        ? Owned(Spans(row).SelectMany(span => Within(span.From, span.To)).Where(activity => keys.Contain(activity.Key)))
        : Owned(At(row).Where(activity => activity.Attributes?.GetValueOrDefault("objectId") == row.Object || activity.Key.Split(':').Contains(row.Object, StringComparer.Ordinal)));

    private static Activity? Owned(IEnumerable<Activity> found) => found.OrderBy(activity => activity.Owner is null).FirstOrDefault();

    private IEnumerable<Activity> Within(DateTimeOffset from, DateTimeOffset to)
    {
        var first = Array.BinarySearch(times, from);
        first = first < 0 ? ~first : first;
        for (; first > 0 && times[first - 1] == from; first--)
        {
        }

        for (; first < held.Length && times[first] < to; first++)
        {
            yield return held[first];
        }
    }
}
