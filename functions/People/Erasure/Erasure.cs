using SalesPerf.Domain.Values;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.People.Erasure;

/// <summary>How far the erasure of a person is: document <c>erasure~{person}</c> of partition <c>people</c>.</summary>
/// <param name="Person">The person's id, which stays.</param>
/// <param name="RequestedAt">When it was asked for, last.</param>
/// <param name="RequestedBy">Principal id.</param>
/// <param name="Sealed">What is looked for, encrypted by Data Protection; null once nothing of it is left outside the free space of files.</param>
/// <param name="DoneAt">When nothing was left; null while it is at work.</param>
public sealed record PersonErasureState(string Person, DateTimeOffset RequestedAt, string RequestedBy, string? Sealed, DateTimeOffset? DoneAt)
{
    /// <summary>The message that is at work, or was last; before the first one, what they follow. Whatever follows another ends.</summary>
    public string? Current { get; init; }

    internal const string Kind = "erasure";

    internal static string Id(string person) => Key.Of(Kind, person);

    internal Document ToDocument() => TypedDocuments.New(Partitions.People, Id(Person), Kind, TypedDocuments.Timeless, this);

    internal ErasureView View() => new(Person, DoneAt is null ? "running" : "done", RequestedAt, RequestedBy, DoneAt);
}

/// <summary>An erasure as it is read.</summary>
/// <param name="PersonId">The id that stays.</param>
/// <param name="State"><c>running</c> or <c>done</c>.</param>
/// <param name="RequestedAt">When it was asked for, last.</param>
/// <param name="RequestedBy">Principal id.</param>
/// <param name="DoneAt">When nothing was left.</param>
public sealed record ErasureView(string PersonId, string State, DateTimeOffset RequestedAt, string RequestedBy, DateTimeOffset? DoneAt);

/// <summary>What an erasure looks for.</summary>
/// <param name="Texts">Names and mail addresses.</param>
/// <param name="Identities">CRM identities under their own owner ids.</param>
public sealed record ErasedFacts(IReadOnlyList<string> Texts, IReadOnlyList<IdentityKey> Identities)
{
    public static readonly ErasedFacts None = new([], []);

    public ErasedFacts With(ErasedFacts other) => new([.. Texts.Union(other.Texts)], [.. Identities.Union(other.Identities)]);

    public ErasedFacts Without(IdentityKey identity) => this with { Identities = [.. Identities.Where(one => one != identity)] };
}
