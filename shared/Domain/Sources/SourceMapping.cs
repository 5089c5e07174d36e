using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Sources;

/// <summary>
/// Which of a CRM's fields and values are which of ours, where the provider's defaults do not say. It is applied when an event comes in: a change holds for what
/// arrives afterwards, and what is stored stays as it was read. (What stages mean is applied when deals are folded, and so to all that is stored.)
/// </summary>
public sealed record SourceMapping
{
    /// <summary>A deal's field (one of <see cref="Activities.RecordFields"/>, or <c>conversation</c> of an activity) → the provider's name for it, in place of the default one.</summary>
    public SortedDictionary<string, string>? Fields { get; init; }

    /// <summary>The provider's word for a kind of activity → the type it counts as; null is ignored. What is not listed has the provider's default.</summary>
    public SortedDictionary<string, string?>? ActivityTypes { get; init; }

    /// <summary><c>id</c> or <c>mail</c>: by which of the two an owner is known. Null is <c>id</c>.</summary>
    public string? Owner { get; init; }

    /// <summary>True when owners are known by their mail address.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsByMail => Owner == "mail";

    /// <summary>
    /// A short name of all settings by which an event is read, null when the provider's defaults are: two readings under different names may differ, though the event is the same.
    /// </summary>
    /// <param name="source">Whose settings.</param>
    /// <param name="hasPipelines">True where its provider names a deal's pipeline: only then are stages told apart by it.</param>
    public static string? StampOf(Source source, bool hasPipelines)
    {
        var pipelines = source.Stages.Keys.Where(stage => hasPipelines && stage.Contains('/', StringComparison.Ordinal)).ToList();
        return source.Mapping is null or { Owner: null, Fields: null or { Count: 0 }, ActivityTypes: null or { Count: 0 } } && pipelines.Count == 0 ? null : Fingerprint.Of(
        [
            source.Mapping?.Owner ?? "",
            .. (source.Mapping?.Fields ?? []).Select(field => $"{field.Key}={field.Value}"),
            "",
            .. (source.Mapping?.ActivityTypes ?? []).Select(type => $"{type.Key}={type.Value}"),
            "",
            .. pipelines,
        ]);
    }
}
