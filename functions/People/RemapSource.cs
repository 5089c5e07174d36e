using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.People;

/// <summary>
/// What a source's events mean changed, or what dates mean everywhere: asks for every identity to be remapped, a page of identities a message, and notes what
/// a source was remapped for.
/// </summary>
public sealed class RemapSource(IDocumentStore store, ModelDirectory directory, IMessageBus bus, TimeProvider time)
{
    /// <summary>The type of the message.</summary>
    public const string Type = "salesperf.source.remap";

    private const int PageSize = 500;

    [Function(nameof(RemapSource))]
    public async Task Run([ServiceBusTrigger(Queues.RemapSource, Connection = Queues.Connection)] string message, CancellationToken cancellationToken)
    {
        var key = Envelopes.Read<SourceKey>(message).Data;
        var page = await store.RangeAsync(new RangeQuery(Partitions.People, IdentityDocuments.Kind, Continuation: key.Continuation, Size: PageSize), cancellationToken);
        var now = time.GetUtcNow();
        BusMessage[] remaps = [.. page.Items
            .Select(TypedDocuments.Open<Identity>)
            .Where(identity => key.Source is null || identity.Value.Source == key.Source)
            .Select(identity => FollowOn.Remap(new IdentityKey(identity.Value.Source, identity.Value.Owner)).Message(now, null))];
        if (remaps.Length > 0)
        {
            await bus.SendAsync(Queues.RemapIdentity, remaps, cancellationToken);
        }

        if (page.Continuation is { } next)
        {
            await bus.SendAsync(Queues.RemapSource, [Envelopes.Message(Type, key with { Continuation = next }, now)], cancellationToken);
        }

        if (key is { Source: { } source, Continuation: null })
        {
            var model = (await directory.ReloadAsync(cancellationToken)).Model;
            var remapped = new RemappedSource(source, SourceMeaning.Of(model.SettingsOf(source, model.Today(now))));
            await store.CommitAsync(new DocumentBatch(RemappedSource.Pk).Upsert(remapped.Document()), cancellationToken);
        }
    }
}
