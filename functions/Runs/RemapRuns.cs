using SalesPerf.Domain.Values;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Runs;

/// <summary>The last remap of each source, and of all at once: a unit is an identity, and is through when its remap is asked for. How many there are is known in the end.</summary>
public sealed class RemapRuns(IDocumentStore store) : RunsOfKind
{
    public override string Kind => "remap";

    public override async Task<(IReadOnlyList<RunProgress> Items, string? Continuation)> ListAsync(string? continuation, int size, CancellationToken cancellationToken)
    {
        var page = await store.RangeAsync(new RangeQuery(RemappedSource.Pk, RemapProgress.Kind, Descending: true, Continuation: continuation, Size: size), cancellationToken);
        return ([.. page.Items.Select(document => Of(TypedDocuments.Open<RemapProgress>(document).Value))], page.Continuation);
    }

    public override async Task<RunProgress?> ReadAsync(string id, CancellationToken cancellationToken) =>
        await store.ReadAsync<RemapProgress>(RemappedSource.Pk, RemapProgress.Id(id == RemapProgress.Everything ? null : id), cancellationToken) is { } stored ? Of(stored.Value) : null;

    private RunProgress Of(RemapProgress remap) => new(
        Kind,
        remap.Source ?? RemapProgress.Everything,
        remap.EndedAt is null ? RunProgress.Running : RunProgress.Complete,
        remap.StartedAt,
        remap.EndedAt,
        remap.EndedAt is null ? null : remap.Asked,
        remap.Asked,
        []);
}
