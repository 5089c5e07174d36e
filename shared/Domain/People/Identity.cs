namespace SalesPerf.Domain.People;

/// <summary>
/// A CRM identity and whose it is: the document <c>identity~{source}~{owner}</c> of partition <c>people</c>. Ingestion creates it at first
/// sight; a person's own commit claims and releases it.
/// </summary>
public sealed record Identity
{
    /// <summary>The registered source's id.</summary>
    public required string Source { get; init; }

    /// <summary>The CRM's owner id; the keyed hash of one that is a mail address.</summary>
    public required string Owner { get; init; }

    /// <summary>The person whose activity it is now; null is unassigned.</summary>
    public string? Person { get; init; }

    /// <summary>Everybody it belonged to before, in order, without <see cref="Person"/>.</summary>
    public IReadOnlyList<string> PastPersons { get; init; } = [];

    /// <summary>When activity of it first arrived; null when it was claimed before any did.</summary>
    public DateTimeOffset? FirstSeenAt { get; init; }

    /// <summary>Of what stands for an owner id whose holder before was erased too: what stands for it since the first of them.</summary>
    public string? FirstStandIn { get; init; }

    /// <summary>Of what stands for an owner id since its first holder was erased: what stands for it since the last was; null while that is the same.</summary>
    public string? LastStandIn { get; init; }

    /// <summary>True for what stands for the owner id of somebody erased: <c>e.</c> and 32 hexadecimal digits.</summary>
    public static bool IsErased(string owner) => IsHash(owner, "e.");

    /// <summary>True for what stands for an owner id: of somebody erased, or that is a mail address.</summary>
    public static bool IsPseudonym(string owner) => IsErased(owner) || IsHash(owner, "m.");

    /// <summary>True for <paramref name="prefix"/> and 32 hexadecimal digits.</summary>
    public static bool IsHash(string owner, string prefix) =>
        owner.Length == prefix.Length + 32 && owner.StartsWith(prefix, StringComparison.Ordinal) && owner.Skip(prefix.Length).All(char.IsAsciiHexDigitLower);

    /// <summary>Gives the identity to <paramref name="person"/>, or to nobody. The holder before is remembered.</summary>
    public Identity GivenTo(string? person) => person == Person
        ? this
        : this with
        {
            Person = person,
            PastPersons = [.. PastPersons.Append(Person).OfType<string>().Where(past => past != person).Distinct()],
        };
}
