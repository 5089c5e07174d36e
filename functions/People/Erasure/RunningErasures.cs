using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.People.Erasure;

/// <summary>What erasures look for, which is kept encrypted.</summary>
public sealed class RunningErasures(IDocumentStore store, IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("SalesPerf.Erasure");

    /// <summary>Each of the persons who is being erased, with each identity that is looked for: what else they had once is not on its way out.</summary>
    public async Task<IReadOnlySet<(string Person, IdentityKey Identity)>> LeavingAsync(IEnumerable<string> persons, CancellationToken cancellationToken) =>
        (await store.ReadManyAsync<PersonErasureState>(Partitions.People, [.. persons.Distinct(StringComparer.Ordinal).Select(PersonErasureState.Id)], cancellationToken))
            .Where(state => state.Value.DoneAt is null)
            .SelectMany(state => Unseal(state.Value).Identities.Select(identity => (state.Value.Person, identity)))
            .ToHashSet();

    internal string Seal(ErasedFacts facts) => protector.Protect(JsonSerializer.Serialize(facts, TypedDocuments.TypeInfo<ErasedFacts>()));

    /// <summary>What is looked for; nothing once it was found everywhere.</summary>
    internal ErasedFacts Unseal(PersonErasureState state) => state.Sealed is { } text
        ? JsonSerializer.Deserialize(protector.Unprotect(text), TypedDocuments.TypeInfo<ErasedFacts>()) ?? ErasedFacts.None
        : ErasedFacts.None;
}
