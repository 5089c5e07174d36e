using SalesPerf.Functions.People.Erasure;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Runs;

/// <summary>Erasures, by person: each is one unit.</summary>
public sealed class ErasureRuns(IDocumentStore store, PersonErasures erasures) : RunsOfKind
{
    public override string Kind => "erasure";

    public override async Task<(IReadOnlyList<RunProgress> Items, string? Continuation)> ListAsync(string? continuation, int size, CancellationToken cancellationToken)
    {
        var page = await store.RangeAsync(new RangeQuery(Partitions.People, PersonErasureState.Kind, Continuation: continuation, Size: size), cancellationToken);
        return ([.. page.Items.Select(document => Of(TypedDocuments.Open<PersonErasureState>(document).Value))], page.Continuation);
    }

    public override async Task<RunProgress?> ReadAsync(string id, CancellationToken cancellationToken) =>
        await erasures.ReadAsync(id, cancellationToken) is { } stored ? Of(stored.Value) : null;

    private RunProgress Of(PersonErasureState erasure) =>
        RunProgress.Of(Kind, erasure.Person, erasure.RequestedAt, 1, erasure.DoneAt is null ? [erasure.Person] : [], isOver: false, erasure.DoneAt);
}
