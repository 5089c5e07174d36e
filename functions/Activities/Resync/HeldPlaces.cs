using System.Collections.Concurrent;
using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>
/// The partitions in which an event of a source may be held: its owner's, nobody's, those of everybody who ever was an owner. Records are given away, exports name people otherwise
/// than webhooks do, and some webhooks name nobody. Of each it is known from when to when it holds events, so that years before a source was connected, or after what was imported last,
/// are looked for nowhere else.
/// </summary>
public sealed class HeldPlaces
{
    /// <summary>Two times of one event are never further apart, whatever zone a column was written in. Further apart a key names two events.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromHours(36);

    private const int AtOnce = 8;

    private readonly Model model;
    private readonly HashSet<string> nobody;
    private readonly HashSet<string> owners;
    private readonly IReadOnlyDictionary<string, (DateTimeOffset First, DateTimeOffset Last)> times;

    private HeldPlaces(Model model, IEnumerable<string> nobody, IEnumerable<string> owners, IReadOnlyDictionary<string, (DateTimeOffset First, DateTimeOffset Last)> times)
    {
        (this.model, this.times) = (model, times);
        this.nobody = new HashSet<string>(nobody, StringComparer.Ordinal);
        this.owners = new HashSet<string>(owners, StringComparer.Ordinal);
    }

    /// <summary>The partitions of everybody who ever was an owner.</summary>
    public IReadOnlySet<string> Owners => owners;

    /// <summary>The partitions of what names no owner.</summary>
    public IReadOnlySet<string> Nobody => nobody;

    public static async Task<HeldPlaces> LoadAsync(IDocumentStore store, Model model, string source, CancellationToken cancellationToken)
    {
        var owners = new List<string>();
        string[] nobody = [.. Partitions.Nobody(source)];
        var times = new ConcurrentDictionary<string, (DateTimeOffset, DateTimeOffset)>(StringComparer.Ordinal);
        await foreach (var identity in store.RangeAsync<Identity>(new RangeQuery(Partitions.People, IdentityDocuments.Kind, Size: 1_000), cancellationToken))
        {
            if (identity.Value.Source == source)
            {
                owners.Add(Partitions.Who(source, identity.Value.Owner));
            }
        }

        await Parallel.ForEachAsync(owners.Concat(nobody), Several.AtOnce(AtOnce, cancellationToken), async (pk, stop) =>
        {
            var query = new RangeQuery(pk, ActivityDocuments.Kind, Size: 1);
            if ((await store.RangeAsync(query, stop)).Items is [var first] && (await store.RangeAsync(query with { Descending = true }, stop)).Items is [var last])
            {
                times[pk] = (first.At, last.At);
            }
        });
        return new HeldPlaces(model, nobody, owners, times);
    }

    /// <summary>The partitions of all who are the same person.</summary>
    public IEnumerable<string> OfPerson(string source, string owner) => model.PersonOf(source, owner) is { } person
        ? model.IdentitiesOf(person).Where(identity => identity.Source == source).Select(identity => Partitions.Who(source, identity.Owner))
        : [];

    /// <summary>True where the owners that row and event name, if both do, are one, or are one person's.</summary>
    public bool IsSameOwner(Activity row, Activity held) =>
        row.Owner is null || held.Owner is null || row.Owner == held.Owner
        || (model.PersonOf(row.Source, row.Owner) is { } person && person == model.PersonOf(held.Source, held.Owner));

    /// <summary>True where a partition, when the part began, held something near what a row means.</summary>
    public bool MayHold(string pk, ImportedActivity row) => RowsByTime.Spans(row).Any(span => MayHold(pk, span.From, span.To));

    /// <summary>True where a partition, when the part began, held something near a span.</summary>
    public bool MayHold(string pk, DateTimeOffset from, DateTimeOffset to) => times.TryGetValue(pk, out var held) && to > held.First - Apart && from < held.Last + Apart;
}
