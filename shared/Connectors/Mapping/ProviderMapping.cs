using System.Collections.ObjectModel;

namespace SalesPerf.Connectors.Mapping;

/// <summary>What of a provider's words can be mapped, and what they mean where a source's settings do not say.</summary>
public sealed record ProviderMapping
{
    /// <summary>Nothing: the provider posts our own shape, or names neither fields nor kinds.</summary>
    public static readonly ProviderMapping None = new();

    /// <summary>Our field → the provider's name. Any field of a deal can be mapped where one is listed here.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The provider's word for a kind of activity → our type.</summary>
    public IReadOnlyDictionary<string, string> ActivityTypes { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Words that have no default and can be given a meaning.</summary>
    public IReadOnlyList<string> OtherActivities { get; init; } = [];

    /// <summary>True when the words are the customer's own: any can be mapped.</summary>
    public bool IsAnyActivity { get; init; }

    /// <summary>True when owners come with their mail address.</summary>
    public bool HasOwnerMail { get; init; }

    /// <summary>The member that names a deal's pipeline, beside its stage; null when stages of different pipelines have different ids, or the pipeline is not told.</summary>
    public string? Pipeline { get; init; }
}
