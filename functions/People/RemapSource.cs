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
        var envelope = Envelopes.Read<SourceKey>(message);
        var key = envelope.Data;
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

        var progress = new RemapProgress(key.Source, key.StartedAt ?? envelope.Time, key.Asked + remaps.Length, page.Continuation is null ? now : null);
        if (page.Continuation is { } next)
        {
            var following = key with { Continuation = next, StartedAt = progress.StartedAt, Asked = progress.Asked };
            await bus.SendAsync(Queues.RemapSource, [Envelopes.Message(Type, following, now)], cancellationToken);
        }

        await NoteAsync(progress, cancellationToken);

        if (key is { Source: { } source, Continuation: null })
        {
            var model = (await directory.ReloadAsync(cancellationToken)).Model;
            var remapped = new RemappedSource(source, SourceMeaning.Of(model.SettingsOf(source, model.Today(now))));
            await store.CommitAsync(new DocumentBatch(RemappedSource.Pk).Upsert(remapped.Document()), cancellationToken);
        }
    }

    /// <summary>For whoever looks how far it is; one that loses against another page is not missed.</summary>
    private async Task NoteAsync(RemapProgress progress, CancellationToken cancellationToken)
    {
        var document = progress.Document();
        var stored = await store.ReadAsync<RemapProgress>(document.Pk, document.Id, cancellationToken);
        if (stored?.Value.Covers(progress) == true)
        {
            return;
        }

        var batch = new DocumentBatch(document.Pk);
        await store.CommitAsync(stored is null ? batch.Create(document) : batch.Replace(stored.Document, document), cancellationToken);
    }
}
