using SalesPerf.Connectors.Imports;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>Where and when the events of rows may be held that do not have their keys, as ranges to be read.</summary>
public static class HeldSpans
{
    /// <summary>Spans that are nearer are read as one.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromHours(1);

    /// <summary>Made one place after the other: what is kept grows with the rows, and not with rows times places.</summary>
    /// <param name="rows">Some hundred.</param>
    /// <param name="places">Where events of the source may be.</param>
    /// <param name="size">Documents in a page.</param>
    public static IEnumerable<RangeQuery> Queries(IReadOnlyList<ImportedActivity> rows, HeldPlaces places, int size)
    {
        var own = new Dictionary<(string Pk, string Kind), List<(DateTimeOffset From, DateTimeOffset To)>>();
        var (ofAnybody, ofNobody) = (new List<(DateTimeOffset From, DateTimeOffset To)>(), new List<(DateTimeOffset From, DateTimeOffset To)>());
        foreach (var row in rows)
        {
            var spans = RowsByTime.Spans(row).ToArray();
            var isPlain = row.Activity.RecordType is null;
            Own(ActivityDocuments.Partition(row.Activity), isPlain ? ActivityDocuments.Kind : ActivityDocuments.ChangeKind).AddRange(spans);
            if (!isPlain)
            {
                continue;
            }

            ofNobody.AddRange(spans);

            // What names neither the event nor an object is told apart by its owner too.
            if (row.Activity.Owner is not { } owner || row.Object is not null || row.Alike is not null)
            {
                ofAnybody.AddRange(spans);
                continue;
            }

            foreach (var pk in places.OfPerson(row.Activity.Source, owner))
            {
                Own(pk, ActivityDocuments.Kind).AddRange(spans.Where(span => places.MayHold(pk, span.From, span.To)));
            }
        }

        var shared = places.Owners.Where(_ => ofAnybody.Count > 0).Concat(places.Nobody).Select(pk => (Pk: pk, ActivityDocuments.Kind));
        foreach (var place in own.Keys.Concat(shared).Distinct().ToArray())
        {
            var spans = new List<(DateTimeOffset From, DateTimeOffset To)>(own.GetValueOrDefault(place) ?? []);
            if (place.Kind == ActivityDocuments.Kind)
            {
                var others = places.Nobody.Contains(place.Pk) ? ofNobody : places.Owners.Contains(place.Pk) ? ofAnybody : [];
                spans.AddRange(others.Where(span => places.MayHold(place.Pk, span.From, span.To)));
            }

            foreach (var (from, to) in Joined(spans))
            {
                yield return new RangeQuery(place.Pk, place.Kind, from, to, Size: size);
            }
        }

        List<(DateTimeOffset From, DateTimeOffset To)> Own(string pk, string kind)
        {
            if (!own.TryGetValue((pk, kind), out var spans))
            {
                own[(pk, kind)] = spans = [];
            }

            return spans;
        }
    }

    private static IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Joined(List<(DateTimeOffset From, DateTimeOffset To)> spans)
    {
        if (spans.Count == 0)
        {
            yield break;
        }

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
