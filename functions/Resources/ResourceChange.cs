using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Resources;

/// <summary>A version to be written.</summary>
/// <param name="Id">The resource.</param>
/// <param name="Content">Null retires it.</param>
/// <param name="Author">Principal id.</param>
/// <param name="From">Null is the beginning for the first version, today for others.</param>
/// <param name="RecordedAt">Null is now.</param>
public sealed record ResourceChange<T>(string Id, T? Content, string Author, DateOnly? From = null, DateTimeOffset? RecordedAt = null)
    where T : class
{
    /// <summary>Throws when the stored version, whose entity tag is given (null: nothing is stored), is not the one the caller means to change.</summary>
    public Action<string?> CheckVersion { get; init; } = _ => { };

    /// <summary>Principal id of who approved it; null where nothing is approved.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>
    /// What is committed together with it. Called at every attempt, after the resource was read (what is given): it reads what else is to be replaced, throws when that
    /// is not what the caller means, and returns what is added to the batch, given the resource as it will be.
    /// </summary>
    public Func<Resource<T>, CancellationToken, Task<Action<DocumentBatch, Resource<T>>>>? Beside { get; init; }

    /// <summary>Errors of the schema, to be reported together with those of the rules.</summary>
    public IReadOnlyList<FieldProblem> Errors { get; init; } = [];
}

/// <summary>What became of a change.</summary>
/// <param name="Resource">As stored now.</param>
/// <param name="Version">The version in force from the day of the change.</param>
/// <param name="Etag">Its entity tag.</param>
/// <param name="IsNew">It did not exist before.</param>
/// <param name="IsChanged">False when it was so already.</param>
/// <param name="Warnings">What its author should know.</param>
public sealed record ChangedResource<T>(
    Resource<T> Resource, ResourceVersion<T>? Version, string Etag, bool IsNew, bool IsChanged, IReadOnlyList<Finding> Warnings)
    where T : class;
