namespace SalesPerf.Domain.Sources;

/// <summary>A system that posts activity here. Its secret is kept apart, encrypted, and never read back.</summary>
public sealed record Source
{
    public required string Id { get; init; }

    public string? Name { get; init; }

    /// <summary>Whose format it posts, by the name that the schema of sources lists.</summary>
    public required string Provider { get; init; }

    public bool Enabled { get; init; } = true;

    /// <summary>The public https address the sender signs (HubSpot v2 and v3); null is the request's own.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>How far a signed time may be off, both ways. 1 to 3,600.</summary>
    public int ToleranceSeconds { get; init; } = 300;

    /// <summary>What the source's stages mean: stage id → meaning. A stage whose id is not unique over pipelines is <c>{pipeline}/{stage}</c>; that way of writing holds for what arrives afterwards.</summary>
    public SortedDictionary<string, StageSetting> Stages { get; init; } = [];

    /// <summary>ISO 4217 for amounts without a currency; null leaves it open (then the plan's is taken).</summary>
    public string? DefaultCurrency { get; init; }

    /// <summary>How often it may post; null is as often as it likes.</summary>
    public SourceLimit? Limit { get; init; }

    /// <summary>Which of the CRM's fields and values are which of ours; null is the provider's defaults.</summary>
    public SourceMapping? Mapping { get; init; }

    /// <summary>What the columns of its exports mean, for uploads that say nothing else; null leaves it to them.</summary>
    public ImportMapping? Import { get; init; }
}

/// <summary>How often a source may post to one instance.</summary>
/// <param name="RequestsPerMinute">1 to 60,000.</param>
/// <param name="Burst">How many at once, 1 to 60,000; null is the share of ten seconds, at least one.</param>
public sealed record SourceLimit(int RequestsPerMinute, int? Burst = null)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public int MostAtOnce => Burst ?? Math.Max(1, RequestsPerMinute / 6);
}

/// <summary>A stage's meaning.</summary>
/// <param name="Outcome"><c>open</c>, <c>won</c> or <c>lost</c>: what a deal becomes that moves here. Null leaves it as it is.</param>
/// <param name="ProbabilityPercent">Used for open deals whose CRM gives none. 0 to 100.</param>
/// <param name="Order">Position in the funnel; null is unknown.</param>
public sealed record StageSetting(string? Outcome = null, decimal? ProbabilityPercent = null, int? Order = null);
