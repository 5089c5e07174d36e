using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using SalesPerf.Connectors;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Access;

/// <summary>What sources sign with, encrypted at rest. Changes are seen at once here, within 30 seconds on other instances.</summary>
public sealed class SourceSecretStore(IDocumentStore store, IDataProtectionProvider protection, TimeProvider time)
{
    private const string Partition = "sources";

    private const string Kind = "source-secret";

    private readonly ShortCache<SourceSecrets> cache = new(time);

    private readonly IDataProtector protector = protection.CreateProtector("source-secrets");

    /// <summary>The secrets of a registered source; <see cref="SourceSecrets.None"/> when none was set.</summary>
    public async ValueTask<SourceSecrets> GetAsync(string sourceId, CancellationToken cancellationToken) =>
        await cache.GetAsync(sourceId, ReadAsync, cancellationToken) ?? SourceSecrets.None;

    /// <summary>Sets one or two, the current one first, in place of whatever was there.</summary>
    public async Task SetAsync(string sourceId, IReadOnlyList<string> secrets, string author, CancellationToken cancellationToken)
    {
        var sealedText = protector.Protect(JsonSerializer.Serialize([.. secrets], TypedDocuments.TypeInfo<string[]>()));
        var document = TypedDocuments.New(Partition, DocumentId(sourceId), Kind, TypedDocuments.Timeless, new SealedSecrets(sealedText, time.GetUtcNow(), author));
        var result = await store.CommitAsync(new DocumentBatch(Partition).Upsert(document), cancellationToken);
        cache.Forget(sourceId);
        if (result is CommitResult.Refused refused)
        {
            throw new InvalidOperationException($"The secret of source {sourceId} was refused: {refused.Reason}.");
        }
    }

    /// <summary>False when there was none.</summary>
    public async Task<bool> RemoveAsync(string sourceId, CancellationToken cancellationToken)
    {
        var result = await store.CommitAsync(new DocumentBatch(Partition).Delete(DocumentId(sourceId)), cancellationToken);
        cache.Forget(sourceId);
        return result is CommitResult.Committed;
    }

    private async Task<SourceSecrets?> ReadAsync(string sourceId, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync<SealedSecrets>(Partition, DocumentId(sourceId), cancellationToken) is not { Value.Sealed: var text })
        {
            return SourceSecrets.None; // kept too: a source without a secret must not take longer to be refused
        }

        var secrets = JsonSerializer.Deserialize(protector.Unprotect(text), TypedDocuments.TypeInfo<string[]>()) ?? [];
        return new SourceSecrets(secrets.ElementAtOrDefault(0), secrets.ElementAtOrDefault(1));
    }

    /// <summary>With <c>~</c>, which no source's own document has.</summary>
    private static string DocumentId(string sourceId) => Key.Of("secret", sourceId);
}

/// <summary>Secrets as stored.</summary>
/// <param name="Sealed">A JSON array, encrypted by Data Protection.</param>
/// <param name="SetAt">When.</param>
/// <param name="SetBy">Principal id of who set them.</param>
internal sealed record SealedSecrets(string Sealed, DateTimeOffset SetAt, string SetBy);
