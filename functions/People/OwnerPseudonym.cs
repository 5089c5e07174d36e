using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.People;

/// <summary>
/// Replaces owner ids that are mail addresses by a keyed hash, so that addresses live in persons' documents only.
/// The key is made once per store, kept encrypted, and never changed: documents are named after the hashes.
/// </summary>
public sealed class OwnerPseudonym(IDocumentStore store, IDataProtectionProvider protection)
{
    private const string Partition = "sources";

    /// <summary>With <c>~</c>, which no resource's id has, the key cannot collide with a source.</summary>
    private static readonly string KeyId = Key.Of("owner", "key");

    private readonly IDataProtector protector = protection.CreateProtector("SalesPerf.OwnerPseudonym");
    private byte[]? key;

    /// <summary>True for a mail address: an owner id with <c>@</c>.</summary>
    public static bool IsMail(string owner) => owner.Contains('@', StringComparison.Ordinal);

    /// <summary><c>m.</c> and 32 hexadecimal digits for a mail address, however it is cased and padded; any other owner id as it is.</summary>
    public async ValueTask<string> OfAsync(string owner, CancellationToken cancellationToken)
    {
        if (!IsMail(owner))
        {
            return owner;
        }

        key ??= await LoadKeyAsync(cancellationToken);
        var hash = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(owner.Trim().ToLowerInvariant()));
        return "m." + Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }

    /// <summary>True for the owner id of somebody erased.</summary>
    public static bool IsErased(string owner) => Domain.People.Identity.IsErased(owner);

    /// <summary>True for what this class made of an owner id.</summary>
    public static bool IsPseudonym(string owner) => Domain.People.Identity.IsPseudonym(owner);

    /// <summary>What stands for an owner id once its person is erased.</summary>
    public ValueTask<string> OfForgottenAsync(string source, string owner, CancellationToken cancellationToken) =>
        IsPseudonym(owner) ? ValueTask.FromResult(owner) : IsMail(owner) ? OfAsync(owner, cancellationToken) : OfErasedAsync(source, owner, cancellationToken);

    /// <summary><c>e.</c> and 32 hexadecimal digits: what an owner id becomes once its person is erased.</summary>
    public async ValueTask<string> OfErasedAsync(string source, string owner, CancellationToken cancellationToken)
    {
        key ??= await LoadKeyAsync(cancellationToken);
        return "e." + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{source}\n{owner}")).AsSpan(0, 16));
    }

    /// <summary>The same of the owner id as one person had it: of each who had it after the first. No source begins with a line's end.</summary>
    public ValueTask<string> OfErasedAsync(string source, string owner, string person, CancellationToken cancellationToken) =>
        OfErasedAsync($"\n{person}\n{source}", owner, cancellationToken);

    private async Task<byte[]> LoadKeyAsync(CancellationToken cancellationToken)
    {
        var stored = await store.ReadAsync<OwnerKey>(Partition, KeyId, cancellationToken);
        if (stored is null)
        {
            var made = new OwnerKey(Convert.ToBase64String(protector.Protect(RandomNumberGenerator.GetBytes(32))));
            var batch = new DocumentBatch(Partition).Create(TypedDocuments.New(Partition, KeyId, "owner-key", TypedDocuments.Timeless, made));

            // Whoever loses the race to create it reads the winner's.
            await store.CommitAsync(batch, cancellationToken);
            stored = await store.ReadAsync<OwnerKey>(Partition, KeyId, cancellationToken)
                ?? throw new InvalidOperationException("The key for owner ids was created and cannot be read.");
        }

        return protector.Unprotect(Convert.FromBase64String(stored.Value.Protected));
    }
}

/// <summary>The key as stored.</summary>
/// <param name="Protected">Encrypted by Data Protection, base64.</param>
internal sealed record OwnerKey(string Protected);
