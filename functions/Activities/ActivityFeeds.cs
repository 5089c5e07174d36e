using System.Collections.Frozen;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities;

/// <summary>
/// Which activity types have ever arrived: a metric whose types nobody sends is unknown, not zero. A type is a document of its own, created at first
/// sight and never removed, so what this process knows is true for ever and only what it misses need be read.
/// </summary>
public sealed class ActivityFeeds(IDocumentStore store)
{
    /// <summary>A sender that makes up types makes no more than this many; from then on every type counts as sent.</summary>
    public const int MaxTypes = 1_000;

    private const string Pk = "activity-types";
    private const string Kind = "type";

    private readonly Lock gate = new();
    private volatile KnownTypes known = new(FrozenSet<string>.Empty, FrozenSet<string>.Empty);

    /// <summary>Notes the types of what is about to be stored. Any deal change means that deals are fed, with all that is folded from them.</summary>
    public async Task NoteAsync(IEnumerable<string> types, CancellationToken cancellationToken)
    {
        string[] unknown = [.. types.Select(type => ActivityTypes.IsDealChange(type) ? ActivityTypes.Deal : type).Distinct(StringComparer.Ordinal).Where(type => !known.Has(type))];
        if (unknown.Length == 0)
        {
            return;
        }

        var stored = await ReadAsync(cancellationToken);
        foreach (var type in unknown.Where(type => !stored.Has(type)).Take(MaxTypes - stored.Noted.Count))
        {
            // Refused means that another instance was faster.
            await store.CommitAsync(
                new DocumentBatch(Pk).Create(TypedDocuments.New(Pk, Key.Component(type), Kind, TypedDocuments.Timeless, new SeenType(type))), cancellationToken);
            Learn([type]);
        }
    }

    /// <summary>The types known; with <c>deal</c> come all types that deals are folded to. Null: too many to tell apart, which counts as all.</summary>
    /// <param name="suffices">Asked of the types known here; when it says no they are read, so that what was noted before this call is among them.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlySet<string>?> GetAsync(Func<IReadOnlySet<string>?, bool> suffices, CancellationToken cancellationToken) =>
        known.Feeds is var feeds && suffices(feeds) ? feeds : (await ReadAsync(cancellationToken)).Feeds;

    private async Task<KnownTypes> ReadAsync(CancellationToken cancellationToken)
    {
        var types = new List<string>();
        await foreach (var type in store.RangeAsync<SeenType>(new RangeQuery(Pk, Kind, Size: MaxTypes), cancellationToken))
        {
            types.Add(type.Value.Type);
        }

        return Learn(types);
    }

    private KnownTypes Learn(IEnumerable<string> types)
    {
        lock (gate)
        {
            return known = known.With(types);
        }
    }

    /// <summary>Replaced as a whole, never changed: readers take no lock.</summary>
    private sealed record KnownTypes(FrozenSet<string> Noted, IReadOnlySet<string>? Feeds)
    {
        private static readonly string[] OfDeals =
        [
            ActivityTypes.DealCreated, ActivityTypes.DealStageChanged, ActivityTypes.DealAmountChanged, ActivityTypes.DealCloseDateChanged,
            ActivityTypes.DealOwnerChanged, ActivityTypes.DealWon, ActivityTypes.DealLost, ActivityTypes.DealReopened, ActivityTypes.DealDeleted,
        ];

        public bool Has(string type) => Feeds is null || Noted.Contains(type);

        public KnownTypes With(IEnumerable<string> types)
        {
            var noted = Noted.Concat(types).ToFrozenSet(StringComparer.Ordinal);
            return noted.Count == Noted.Count ? this
                : noted.Count >= MaxTypes ? new KnownTypes(noted, null)
                : new KnownTypes(noted, noted.Contains(ActivityTypes.Deal) ? noted.Union(OfDeals).ToFrozenSet(StringComparer.Ordinal) : noted);
        }
    }
}

/// <summary>An activity type that has arrived.</summary>
public sealed record SeenType(string Type);
