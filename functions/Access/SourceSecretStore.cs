using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using SalesPerf.Connectors;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Access;

/// <summary>
/// What sources sign with, encrypted at rest. Changes are seen at once here, within 30 seconds on other instances. All are read together, whichever is asked for: so asking for the secret of
/// a name that is no source's costs what asking for a source's costs, and strangers can fill nothing.
/// </summary>
public sealed partial class SourceSecretStore(IDocumentStore store, IDataProtectionProvider protection, TimeProvider time, ILogger<SourceSecretStore> logger)
{
    private const string Partition = "sources";

    private const string Kind = "source-secret";

    private const int PageSize = 500;

    private readonly ShortCache<IReadOnlyDictionary<string, SourceSecrets>> cache = new(time);

    private readonly IDataProtector protector = protection.CreateProtector("source-secrets");

    /// <summary>How many sources had a secret that could not be decrypted when they were read last.</summary>
    public int UnreadableCount { get; private set; }

    /// <summary>
    /// The secrets of a source; <see cref="SourceSecrets.None"/> when none was set, or there is no such source, <see cref="SourceSecrets.Unreadable"/> where the key they were encrypted with is gone.
    /// </summary>
    public async ValueTask<SourceSecrets> GetAsync(string sourceId, CancellationToken cancellationToken) =>
        (await cache.GetAsync(Kind, ReadAsync, cancellationToken))?.GetValueOrDefault(DocumentId(sourceId)) ?? SourceSecrets.None;

    /// <summary>Sets one or two, the current one first, in place of whatever was there.</summary>
    public async Task SetAsync(string sourceId, IReadOnlyList<string> secrets, string author, CancellationToken cancellationToken)
    {
        var sealedText = protector.Protect(JsonSerializer.Serialize([.. secrets], TypedDocuments.TypeInfo<string[]>()));
        var document = TypedDocuments.New(Partition, DocumentId(sourceId), Kind, TypedDocuments.Timeless, new SealedSecrets(sealedText, time.GetUtcNow(), author));
        var result = await store.CommitAsync(new DocumentBatch(Partition).Upsert(document), cancellationToken);
        cache.Forget(Kind);
        if (result is CommitResult.Refused refused)
        {
            throw new InvalidOperationException($"The secret of source {sourceId} was refused: {refused.Reason}.");
        }
    }

    /// <summary>False when there was none.</summary>
    public async Task<bool> RemoveAsync(string sourceId, CancellationToken cancellationToken)
    {
        var result = await store.CommitAsync(new DocumentBatch(Partition).Delete(DocumentId(sourceId)), cancellationToken);
        cache.Forget(Kind);
        return result is CommitResult.Committed;
    }

    /// <summary>By document; one that cannot be decrypted spoils no other.</summary>
    private async Task<IReadOnlyDictionary<string, SourceSecrets>?> ReadAsync(string kind, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, SourceSecrets>(StringComparer.Ordinal);
        await foreach (var stored in store.RangeAsync<SealedSecrets>(new RangeQuery(Partition, kind, Size: PageSize), cancellationToken))
        {
            found[stored.Document.Id] = Open(stored.Document.Id, stored.Value.Sealed);
        }

        UnreadableCount = found.Values.Count(secrets => ReferenceEquals(secrets, SourceSecrets.Unreadable));
        return found;
    }

    private SourceSecrets Open(string document, string text)
    {
        try
        {
            var secrets = JsonSerializer.Deserialize(protector.Unprotect(text), TypedDocuments.TypeInfo<string[]>()) ?? [];
            return new SourceSecrets(secrets.ElementAtOrDefault(0), secrets.ElementAtOrDefault(1));
        }
        catch (CryptographicException failure)
        {
            LogClosed(logger, document, failure);
            return SourceSecrets.Unreadable;
        }
    }

    /// <summary>With <c>~</c>, which no source's own document has.</summary>
    private static string DocumentId(string sourceId) => Key.Of("secret", sourceId);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Document} cannot be decrypted: the secret must be set again")]
    private static partial void LogClosed(ILogger logger, string document, Exception failure);
}

/// <summary>Secrets as stored.</summary>
/// <param name="Sealed">A JSON array, encrypted by Data Protection.</param>
/// <param name="SetAt">When.</param>
/// <param name="SetBy">Principal id of who set them.</param>
internal sealed record SealedSecrets(string Sealed, DateTimeOffset SetAt, string SetBy);
