using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Notifications.Webhooks;

/// <summary>Where notifications are posted to, and whether that works, in one partition with the secrets.</summary>
public sealed class WebhookSubscriptions(IDocumentStore store, TimeProvider time)
{
    public const string Kind = "webhook-subscription";

    /// <summary>Every one is asked about every notification.</summary>
    public const int Max = 100;

    private const string FailureKind = "webhook-failure";

    private readonly ShortCache<IReadOnlyList<WebhookSubscription>> cache = new(time);

    public Task<Stored<WebhookSubscription>?> ReadAsync(string id, CancellationToken cancellationToken) =>
        store.ReadAsync<WebhookSubscription>(Partitions.WebhookSubscriptions, Key.Of(id), cancellationToken);

    public Task<Stored<WebhookFailure>?> FailureAsync(string id, CancellationToken cancellationToken) =>
        store.ReadAsync<WebhookFailure>(Partitions.WebhookSubscriptions, FailureId(id), cancellationToken);

    /// <summary>Failures by subscription, of those that fail.</summary>
    public async Task<IReadOnlyDictionary<string, WebhookFailure>> FailuresAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        var byDocument = ids.ToDictionary(FailureId, StringComparer.Ordinal);
        var found = await store.ReadManyAsync<WebhookFailure>(Partitions.WebhookSubscriptions, [.. byDocument.Keys], cancellationToken);
        return found.ToDictionary(failure => byDocument[failure.Document.Id], failure => failure.Value, StringComparer.Ordinal);
    }

    /// <summary>All of them, as they were within the last 30 seconds.</summary>
    public async Task<IReadOnlyList<WebhookSubscription>> AllAsync(CancellationToken cancellationToken) => await cache.GetAsync("", LoadAsync, cancellationToken) ?? [];

    /// <summary>All of them, now.</summary>
    public async Task<IReadOnlyList<WebhookSubscription>> LoadAsync(CancellationToken cancellationToken)
    {
        var found = new List<WebhookSubscription>();
        await foreach (var stored in store.RangeAsync<WebhookSubscription>(new RangeQuery(Partitions.WebhookSubscriptions, Kind), cancellationToken))
        {
            found.Add(stored.Value);
        }

        return found;
    }

    /// <summary>Creates it with its secret, or replaces what was read. What failed before counts no more.</summary>
    public async Task<CommitResult> PutAsync(
        Stored<WebhookSubscription>? stored, WebhookSubscription subscription, Document? secret, CancellationToken cancellationToken)
    {
        var document = TypedDocuments.New(Partitions.WebhookSubscriptions, Key.Of(subscription.Id), Kind, TypedDocuments.Timeless, subscription);
        var batch = new DocumentBatch(Partitions.WebhookSubscriptions);
        _ = stored is null ? batch.Create(document) : batch.Replace(stored.Document, document);
        if (secret is not null)
        {
            batch.Upsert(secret);
        }

        if (await FailureAsync(subscription.Id, cancellationToken) is { } failure)
        {
            batch.Delete(failure.Document.Id, failure.Document.ETag);
        }

        var result = await store.CommitAsync(batch, cancellationToken);
        cache.Forget("");
        return result;
    }

    public async Task<CommitResult> DeleteAsync(Stored<WebhookSubscription> stored, string secretId, CancellationToken cancellationToken)
    {
        var batch = new DocumentBatch(Partitions.WebhookSubscriptions).Delete(stored.Document.Id, stored.Document.ETag);
        foreach (var beside in await store.ReadManyAsync(Partitions.WebhookSubscriptions, [secretId, FailureId(stored.Value.Id)], cancellationToken))
        {
            batch.Delete(beside.Id, beside.ETag);
        }

        var result = await store.CommitAsync(batch, cancellationToken);
        cache.Forget("");
        return result;
    }

    /// <summary>An attempt succeeded: what failed before is forgotten.</summary>
    public async Task SucceedAsync(string id, CancellationToken cancellationToken)
    {
        if (await FailureAsync(id, cancellationToken) is { } failure)
        {
            // Whoever removed it meanwhile had the same to say.
            await store.CommitAsync(new DocumentBatch(Partitions.WebhookSubscriptions).Delete(failure.Document.Id, failure.Document.ETag), cancellationToken);
        }
    }

    /// <summary>An attempt failed. True when it has failed for too long.</summary>
    public async Task<bool> FailAsync(string id, DateTimeOffset attempt, CancellationToken cancellationToken)
    {
        if (await FailureAsync(id, cancellationToken) is { } failure)
        {
            return failure.Value.IsTooLong(attempt);
        }

        // Another attempt that failed may create it first: then its time counts.
        var document = TypedDocuments.New(Partitions.WebhookSubscriptions, FailureId(id), FailureKind, TypedDocuments.Timeless, new WebhookFailure(attempt));
        await store.CommitAsync(new DocumentBatch(Partitions.WebhookSubscriptions).Create(document), cancellationToken);
        return false;
    }

    /// <summary>Disables what an attempt was made at, and announces that in the same commit; what was changed since the attempt is left alone.</summary>
    public async Task DisableAsync(WebhookSubscription tried, string because, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(time);
        while (await ReadAsync(tried.Id, cancellationToken) is { Value: { Enabled: true } known } stored && known.ChangedAt == tried.ChangedAt)
        {
            var (disabled, notification) = known.Disable(because, time.GetUtcNow());
            var batch = new DocumentBatch(Partitions.WebhookSubscriptions)
                .Replace(stored.Document, TypedDocuments.New(Partitions.WebhookSubscriptions, stored.Document.Id, Kind, TypedDocuments.Timeless, disabled));
            if (await store.CommitAsync(PendingNotifications.Announce(batch, notification), cancellationToken) is CommitResult.Committed)
            {
                cache.Forget("");
                return;
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }

    private async Task<IReadOnlyList<WebhookSubscription>?> LoadAsync(string key, CancellationToken cancellationToken) => await LoadAsync(cancellationToken);

    private static string FailureId(string id) => Key.Of("failure", id);
}
