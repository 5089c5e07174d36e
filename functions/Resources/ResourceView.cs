using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Resources;

/// <summary>A resource as it is sent: the content in force and which version that is.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Etag">For If-Match.</param>
/// <param name="Version">Which version this is.</param>
/// <param name="Content">What a PUT sends.</param>
/// <param name="Warnings">What its author should know; after a PUT only.</param>
public sealed record ResourceView<T>(string Id, string Etag, VersionView Version, T Content, IReadOnlyList<Finding>? Warnings = null)
    where T : class;

/// <summary>Makes views.</summary>
public static class ResourceView
{
    /// <summary>Null when the version retires the resource, or there is none.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="etag">Its document's.</param>
    /// <param name="version">Which of its versions.</param>
    /// <param name="warnings">What its author should know.</param>
    public static ResourceView<T>? Of<T>(Resource<T> resource, string etag, ResourceVersion<T>? version, IReadOnlyList<Finding>? warnings = null)
        where T : class =>
        version?.Content is { } content
            ? new(resource.Id, EntityTag.OfVersion(etag, version.Number), VersionView.From(version, resource.Versions.Count), content, warnings is { Count: 0 } ? null : warnings)
            : null;
}

/// <summary>Something its author should know.</summary>
/// <param name="Pointer">JSON pointer into the content; empty is the whole.</param>
/// <param name="Detail">A sentence.</param>
public sealed record Finding(string Pointer, string Detail)
{
    public static Finding Of(FieldProblem problem) => new(problem.Pointer, problem.Detail);
}

/// <summary>A version without its content.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="EffectiveFrom">The first day it speaks of.</param>
/// <param name="RecordedAt">When it was learnt.</param>
/// <param name="Author">Principal id of who wrote it.</param>
/// <param name="Of">How many versions there are.</param>
/// <param name="ApprovedBy">Principal id of who approved it; null where nothing is approved.</param>
/// <param name="ApprovedAt">When.</param>
public sealed record VersionView(int Number, DateOnly EffectiveFrom, DateTimeOffset RecordedAt, string Author, int Of, string? ApprovedBy = null, DateTimeOffset? ApprovedAt = null)
{
    /// <param name="version">The version.</param>
    /// <param name="of">How many there are.</param>
    public static VersionView From<T>(ResourceVersion<T> version, int of)
        where T : class => new(version.Number, version.EffectiveFrom, version.RecordedAt, version.Author, of, version.ApprovedBy, version.ApprovedAt);
}
