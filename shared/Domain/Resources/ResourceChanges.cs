namespace SalesPerf.Domain.Resources;

/// <summary>New versions of resources.</summary>
public static class ResourceChanges
{
    /// <summary>The most versions a resource has: they are one document.</summary>
    public const int MaxVersions = 200;

    /// <summary>From when the first version of a resource is effective unless its author says otherwise, so that history counts. Nothing is effective earlier.</summary>
    public static readonly DateOnly Beginning = new(1900, 1, 1);

    /// <summary>Nothing is effective later.</summary>
    public static readonly DateOnly End = new(2999, 12, 31);

    /// <summary>
    /// The resource with <paramref name="content"/> in force from <paramref name="from"/> (null retires it), or the same instance when that
    /// is so already: on that day as known when it is recorded, and as known now.
    /// </summary>
    /// <param name="resource">As stored; without versions when it does not exist yet.</param>
    /// <param name="content">What is to be in force.</param>
    /// <param name="from">The first day.</param>
    /// <param name="recordedAt">When it was learnt; null is <paramref name="now"/>, or the latest version's time when another machine's clock is ahead.</param>
    /// <param name="now">The time.</param>
    /// <param name="author">Principal id.</param>
    /// <param name="isSame">Whether two contents are equal.</param>
    /// <param name="approvedBy">Principal id of who approved it; null where nothing is approved.</param>
    public static Resource<T> With<T>(
        this Resource<T> resource, T? content, DateOnly from, DateTimeOffset? recordedAt, DateTimeOffset now, string author, Func<T, T, bool> isSame, string? approvedBy = null)
        where T : class
    {
        var recorded = recordedAt ?? resource.Versions.Select(version => version.RecordedAt).Append(now).Max();
        if (IsInForce(recorded) && IsInForce(DateTimeOffset.MaxValue))
        {
            return resource;
        }

        var version = new ResourceVersion<T>(resource.Versions.Count + 1, from, recorded, author, content) { ApprovedBy = approvedBy, ApprovedAt = approvedBy is null ? null : now };
        return resource with { Versions = [.. resource.Versions, version] };

        bool IsInForce(DateTimeOffset asOf) => (resource.At(from, asOf), content) switch
        {
            (null, null) => true,
            ({ } stored, { } wanted) => isSame(stored, wanted),
            _ => false,
        };
    }
}
