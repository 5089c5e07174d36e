using System.Collections.Concurrent;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities;

/// <summary>
/// Which activity types have ever arrived: a metric whose types nobody sends is unknown, not zero. A type is a document of its own, created at first sight.
/// </summary>
public sealed class ActivityFeeds(IDocumentStore store, TimeProvider time)
{
    private const string Pk = "activity-types";
    private const string Kind = "type";
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, bool> seen = new(StringComparer.Ordinal);
    private (DateTimeOffset At, IReadOnlySet<string> Types)? read;

    /// <summary>Notes the types of what is about to be stored. Any deal change means that deals are fed, with all that is folded from them.</summary>
    public async Task NoteAsync(IEnumerable<string> types, CancellationToken cancellationToken)
    {
        foreach (var type in types.Select(type => ActivityTypes.IsDealChange(type) ? ActivityTypes.Deal : type).Distinct(StringComparer.Ordinal))
        {
            if (!seen.ContainsKey(type))
            {
                // Refused means that it is known already.
                await store.CommitAsync(
                    new DocumentBatch(Pk).Create(TypedDocuments.New(Pk, Key.Component(type), Kind, TypedDocuments.Timeless, new SeenType(type))), cancellationToken);
                seen[type] = true;
            }
        }
    }

    /// <summary>The types known, read at most 30 seconds ago; with <c>deal</c> come all types that deals are folded to.</summary>
    public async Task<IReadOnlySet<string>> GetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (read is { } known && now >= known.At && now - known.At < Lifetime)
        {
            return known.Types;
        }

        var types = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var type in store.RangeAsync<SeenType>(new RangeQuery(Pk, Kind), cancellationToken))
        {
            types.Add(type.Value.Type);
        }

        if (types.Contains(ActivityTypes.Deal))
        {
            types.UnionWith([
                ActivityTypes.DealCreated, ActivityTypes.DealStageChanged, ActivityTypes.DealAmountChanged, ActivityTypes.DealCloseDateChanged,
                ActivityTypes.DealOwnerChanged, ActivityTypes.DealWon, ActivityTypes.DealLost, ActivityTypes.DealReopened, ActivityTypes.DealDeleted]);
        }

        read = (now, types);
        return types;
    }
}

/// <summary>An activity type that has arrived.</summary>
public sealed record SeenType(string Type);
