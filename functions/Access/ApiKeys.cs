using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using SalesPerf.Contracts.Access;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Access;

/// <summary>The keys in the store: made, found by id, listed, revoked.</summary>
public sealed class ApiKeys(IDocumentStore store, TimeProvider time, IDataProtectionProvider protection)
{
    /// <summary>Compared with where there is no hash; nothing hashes to it.</summary>
    private static readonly byte[] NoHash = new byte[SHA256.HashSizeInBytes];

    private readonly ShortCache<StoredKey> cache = new(time);

    private readonly IDataProtector protector = protection.CreateProtector("SalesPerf.IssuedKeys");

    /// <summary>Makes a key. Its text is returned here and never again.</summary>
    /// <param name="key">Checked by the caller.</param>
    /// <param name="author">Principal id of who makes it.</param>
    /// <param name="cancellationToken">Ends the call; the key may exist then.</param>
    public Task<IssuedApiKey> IssueAsync(NewApiKey key, string author, CancellationToken cancellationToken) =>
        IssueAsync(ApiKeyText.NewKeyId(), key, author, null, cancellationToken);

    /// <summary>
    /// Makes a key once per idempotency key: a repeat gets the same answer, secret included, for a day. It is kept for that encrypted,
    /// in the commit that creates the key.
    /// </summary>
    internal Task<IssuedApiKey> IssueAsync(NewApiKey key, string author, IdempotencyKey idempotency, CancellationToken cancellationToken) =>
        IssueAsync(ApiKeyText.KeyIdOf(idempotency.Hash), key, author, idempotency, cancellationToken);

    /// <summary>One page of what exists, oldest first.</summary>
    public async Task<(IReadOnlyList<ApiKeyEntry> Items, string? Continuation)> ListAsync(Paging paging, CancellationToken cancellationToken)
    {
        var page = await paging.ReadAsync(store, new RangeQuery(ApiKeyEntry.Partition, ApiKeyEntry.Kind), cancellationToken);
        var entries = page.Items.Select(document => TypedDocuments.Open<ApiKeyEntry>(document).Value).ToList();
        var used = (await store.ReadManyAsync<KeyUse>(ApiKeyEntry.Partition, [.. entries.Select(entry => KeyUse.Id(entry.KeyId))], cancellationToken))
            .ToDictionary(use => use.Value.KeyId, use => use.Value.On, StringComparer.Ordinal);
        return ([.. entries.Select(entry => used.TryGetValue(entry.KeyId, out var on) ? entry with { LastUsedOn = on } : entry)], page.Continuation);
    }

    /// <summary>Null when there is no such key. Other instances believe in a revoked key for up to 30 seconds.</summary>
    internal async ValueTask<StoredKey?> FindAsync(string keyId, CancellationToken cancellationToken) =>
        await cache.GetAsync(keyId, ReadAsync, cancellationToken);

    /// <summary>True for the key's secret, and for the one before it until that ends. Without a key it takes as long, and is false.</summary>
    internal bool IsSecretOf(StoredKey? key, string secret)
    {
        var hash = ApiKeyText.Hash(secret);
        var isCurrent = CryptographicOperations.FixedTimeEquals(hash, key?.SecretHash ?? NoHash);
        var isPrevious = CryptographicOperations.FixedTimeEquals(hash, key?.PreviousHash ?? NoHash);
        return key is not null && (isCurrent || (isPrevious && time.GetUtcNow() < key.PreviousUntil));
    }

    /// <summary>
    /// Gives a key a new secret; the old one stays valid for <paramref name="overlap"/>, one before that ends now. A repeat under one idempotency key gets the first answer for a day.
    /// Null when there is no such key.
    /// </summary>
    internal async Task<RotatedKey?> RotateAsync(string keyId, TimeSpan overlap, IdempotencyKey? idempotency, CancellationToken cancellationToken)
    {
        var (partition, attempts) = (ApiKey.Partition(keyId), new Attempts(time));
        while (true)
        {
            if (idempotency is not null && await RepeatAsync<RotatedKey>(partition, idempotency, cancellationToken) is { } before)
            {
                return before;
            }

            if (await store.ReadAsync<ApiKey>(partition, ApiKey.Id, cancellationToken) is not { } stored)
            {
                return null;
            }

            var (now, secret) = (time.GetUtcNow(), ApiKeyText.NewSecret());
            var rotated = new RotatedKey(ApiKeyText.Join(keyId, secret), keyId, now + overlap);
            var key = stored.Value with { SecretHash = ApiKeyText.Hash(secret), PreviousHash = stored.Value.SecretHash, PreviousUntil = rotated.PreviousValidUntil };
            var batch = new DocumentBatch(partition).Replace(stored.Document, TypedDocuments.New(partition, ApiKey.Id, ApiKey.Kind, TypedDocuments.Timeless, key));
            if (idempotency is not null)
            {
                var answer = protector.Protect(JsonSerializer.Serialize(rotated, TypedDocuments.TypeInfo<RotatedKey>()));
                batch.Create(TypedDocuments.New(partition, idempotency.DocumentId, IdempotencyKey.Kind, now, idempotency.Record(200, null, null, answer), IdempotencyKey.TimeToLive));
            }

            var result = await store.CommitAsync(batch, cancellationToken);
            cache.Forget(keyId);
            if (result is CommitResult.Committed)
            {
                return rotated;
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }

    /// <summary>Revokes a key. False when there was none.</summary>
    public async Task<bool> RevokeAsync(string keyId, CancellationToken cancellationToken)
    {
        var key = await store.CommitAsync(new DocumentBatch(ApiKey.Partition(keyId)).Delete(ApiKey.Id), cancellationToken);
        cache.Forget(keyId);
        await store.CommitAsync(new DocumentBatch(ApiKeyEntry.Partition).Delete(KeyUse.Id(keyId)), cancellationToken);
        var entry = await store.CommitAsync(new DocumentBatch(ApiKeyEntry.Partition).Delete(keyId), cancellationToken);
        return key is CommitResult.Committed || entry is CommitResult.Committed;
    }

    /// <summary>Revokes every key of a person, and forgets the answers kept for whoever asks again for one: they tell its name.</summary>
    internal async Task RevokeOfAsync(string person, CancellationToken cancellationToken)
    {
        var theirs = new List<string>();
        await foreach (var entry in store.RangeAsync<ApiKeyEntry>(new RangeQuery(ApiKeyEntry.Partition, ApiKeyEntry.Kind), cancellationToken))
        {
            if (entry.Value.Person == person)
            {
                theirs.Add(entry.Value.KeyId);
            }
        }

        foreach (var keyId in theirs)
        {
            var partition = ApiKey.Partition(keyId);
            await foreach (var answer in store.RangeAsync<IdempotencyRecord>(new RangeQuery(partition, IdempotencyKey.Kind), cancellationToken))
            {
                await store.CommitAsync(new DocumentBatch(partition).Delete(answer.Document.Id), cancellationToken);
            }

            // Last: its entry is how it is found.
            await RevokeAsync(keyId, cancellationToken);
        }
    }

    private async Task<IssuedApiKey> IssueAsync(string keyId, NewApiKey key, string author, IdempotencyKey? idempotency, CancellationToken cancellationToken)
    {
        var partition = ApiKey.Partition(keyId);
        if (idempotency is not null && await RepeatAsync<IssuedApiKey>(partition, idempotency, cancellationToken) is { } before)
        {
            return before;
        }

        var now = time.GetUtcNow();
        var secret = ApiKeyText.NewSecret();
        var entry = new ApiKeyEntry(keyId, key.Name, [.. key.Roles.Distinct()], key.Person, key.Sources ?? [], now, author) { Scopes = key.Scopes };
        var issued = new IssuedApiKey(entry, ApiKeyText.Join(keyId, secret));

        // The entry first, so that no key works unlisted. A conflict is an attempt under the same idempotency key that got no further.
        var listing = TypedDocuments.New(ApiKeyEntry.Partition, keyId, ApiKeyEntry.Kind, now, entry);
        var listed = await store.CommitAsync(new DocumentBatch(ApiKeyEntry.Partition).Create(listing), cancellationToken);

        var stored = new ApiKey(keyId, ApiKeyText.Hash(secret), entry.Roles, entry.Person, entry.Sources) { Scopes = entry.Scopes };
        var batch = new DocumentBatch(partition).Create(TypedDocuments.New(partition, ApiKey.Id, ApiKey.Kind, TypedDocuments.Timeless, stored));
        if (idempotency is not null)
        {
            var answer = protector.Protect(JsonSerializer.Serialize(issued, TypedDocuments.TypeInfo<IssuedApiKey>()));
            batch.Create(TypedDocuments.New(
                partition, idempotency.DocumentId, IdempotencyKey.Kind, now, idempotency.Record(201, null, null, answer), IdempotencyKey.TimeToLive));
        }

        var created = await store.CommitAsync(batch, cancellationToken);
        if (created is CommitResult.Committed && listed is CommitResult.Refused)
        {
            await store.CommitAsync(new DocumentBatch(ApiKeyEntry.Partition).Upsert(listing), cancellationToken);
        }

        return created switch
        {
            CommitResult.Committed => issued,
            CommitResult.Refused { Reason: Refusal.Conflict } when idempotency is not null =>
                await RepeatAsync<IssuedApiKey>(partition, idempotency, cancellationToken) ?? throw Problems.IdempotencyKeyReused().ToException(),
            CommitResult.Refused refused => throw new InvalidOperationException($"Key {keyId} was refused: {refused.Reason}."),
            var other => throw new InvalidOperationException($"Not a result of a commit: {other}."),
        };
    }

    private async Task<T?> RepeatAsync<T>(string partition, IdempotencyKey idempotency, CancellationToken cancellationToken)
        where T : class
    {
        if (await store.ReadAsync<IdempotencyRecord>(partition, idempotency.DocumentId, cancellationToken) is not { Value: var record })
        {
            return null;
        }

        idempotency.RequireSame(record);
        return JsonSerializer.Deserialize(protector.Unprotect(record.Body!), TypedDocuments.TypeInfo<T>());
    }

    private async Task<StoredKey?> ReadAsync(string keyId, CancellationToken cancellationToken) =>
        await store.ReadAsync<ApiKey>(ApiKey.Partition(keyId), ApiKey.Id, cancellationToken) is { Value: var key }
            ? new StoredKey(key.SecretHash, key.ToPrincipal()) { PreviousHash = key.PreviousHash, PreviousUntil = key.PreviousUntil }
            : null;
}

/// <summary>What a request is checked against.</summary>
internal sealed record StoredKey(byte[] SecretHash, Principal Principal)
{
    public byte[]? PreviousHash { get; init; }

    public DateTimeOffset? PreviousUntil { get; init; }
}
