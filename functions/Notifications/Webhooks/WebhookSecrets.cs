using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using SalesPerf.Connectors.StandardWebhooks;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Notifications.Webhooks;

/// <summary>
/// What webhooks are signed with, encrypted at rest. For a day after a change the secrets before sign too: of a change whose answer was lost nobody knows the
/// secret, and whoever asks again must not cut off the one that receivers have.
/// </summary>
public sealed class WebhookSecrets(IDocumentStore store, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>How long the secret before signs along.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    /// <summary>Signatures of a request.</summary>
    private const int Max = 4;

    private const string Kind = "webhook-secret";

    private readonly IDataProtector protector = protection.CreateProtector("webhook-secrets");

    public static string DocumentId(string id) => Key.Of("secret", id);

    /// <summary>A first secret, and the document that holds it: part of the commit that creates its subscription.</summary>
    public (string Secret, Document Document) First(string id, string author)
    {
        var secret = StandardWebhookSigner.NewSecret();
        return (secret, Seal(id, [secret], author));
    }

    /// <summary>The secrets to sign with, the newest first; none when the subscription is gone.</summary>
    public async Task<IReadOnlyList<string>> ActiveAsync(string id, CancellationToken cancellationToken) =>
        await ReadAsync(id, cancellationToken) is { } stored ? Active(stored.Value) : [];

    /// <summary>Makes a new one. Null when there is no such subscription.</summary>
    public async Task<(string Secret, DateTimeOffset PreviousUntil)?> ChangeAsync(string id, string author, CancellationToken cancellationToken)
    {
        var attempts = new Attempts(time);
        while (await ReadAsync(id, cancellationToken) is { } stored)
        {
            var secret = StandardWebhookSigner.NewSecret();
            var document = Seal(id, [secret, .. Known(stored.Value).Take(Max - 1)], author);
            if (await store.CommitAsync(new DocumentBatch(document.Pk).Replace(stored.Document, document), cancellationToken) is CommitResult.Committed)
            {
                return (secret, document.At + Overlap);
            }

            await attempts.AgainAsync(cancellationToken);
        }

        return null;
    }

    private Task<Stored<SealedSecrets>?> ReadAsync(string id, CancellationToken cancellationToken) =>
        store.ReadAsync<SealedSecrets>(Partitions.WebhookSubscriptions, DocumentId(id), cancellationToken);

    /// <summary>Where the keys that encrypted them are lost, none: a new secret is what helps then.</summary>
    private string[] Known(SealedSecrets stored)
    {
        try
        {
            return Active(stored);
        }
        catch (CryptographicException)
        {
            return [];
        }
    }

    private string[] Active(SealedSecrets stored)
    {
        var secrets = Open(stored);
        return time.GetUtcNow() - stored.SetAt < Overlap ? secrets : secrets[..1];
    }

    private string[] Open(SealedSecrets stored) => JsonSerializer.Deserialize(protector.Unprotect(stored.Sealed), TypedDocuments.TypeInfo<string[]>()) is { Length: > 0 } secrets
        ? secrets
        : throw new InvalidDataException("A webhook subscription has no secret.");

    private Document Seal(string id, string[] secrets, string author)
    {
        var now = time.GetUtcNow();
        var text = protector.Protect(JsonSerializer.Serialize(secrets, TypedDocuments.TypeInfo<string[]>()));
        return TypedDocuments.New(Partitions.WebhookSubscriptions, DocumentId(id), Kind, now, new SealedSecrets(text, now, author));
    }
}
