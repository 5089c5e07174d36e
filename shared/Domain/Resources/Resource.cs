namespace SalesPerf.Domain.Resources;

/// <summary>
/// A resource with all its versions, stored as one document. Bitemporal: each version says from when it is effective and when it was recorded.
/// </summary>
/// <typeparam name="T">The content.</typeparam>
public sealed record Resource<T>(string Id, IReadOnlyList<ResourceVersion<T>> Versions)
    where T : class
{
    /// <summary>
    /// The version in force on <paramref name="date"/> as known at <paramref name="asOf"/>: of those recorded at or before <paramref name="asOf"/>
    /// and effective on or before <paramref name="date"/> the one effective last, ties by recorded last, then by number. Null when there is none; one without content retires the resource.
    /// </summary>
    public ResourceVersion<T>? VersionAt(DateOnly date, DateTimeOffset asOf)
    {
        ResourceVersion<T>? best = null;
        foreach (var version in Versions)
        {
            if (version.RecordedAt > asOf || version.EffectiveFrom > date)
            {
                continue;
            }

            if (best is null || (version.EffectiveFrom, version.RecordedAt, version.Number).CompareTo((best.EffectiveFrom, best.RecordedAt, best.Number)) > 0)
            {
                best = version;
            }
        }

        return best;
    }

    /// <summary>The content in force on <paramref name="date"/> as known at <paramref name="asOf"/> (see <see cref="VersionAt"/>); null when there is none.</summary>
    public T? At(DateOnly date, DateTimeOffset asOf) => VersionAt(date, asOf)?.Content;

    /// <summary>The contents in force on <paramref name="date"/> and at later days, as known at <paramref name="asOf"/>; the earliest first.</summary>
    public IEnumerable<T> ContentsFrom(DateOnly date, DateTimeOffset asOf) =>
        Versions
            .Where(version => version.EffectiveFrom > date && version.RecordedAt <= asOf)
            .Select(version => version.EffectiveFrom)
            .Distinct()
            .Order()
            .Prepend(date)
            .Select(day => At(day, asOf))
            .OfType<T>();

    /// <summary>The version recorded last, as known at <paramref name="asOf"/>; null when there is none.</summary>
    public ResourceVersion<T>? Latest(DateTimeOffset asOf) =>
        Versions.Where(version => version.RecordedAt <= asOf).MaxBy(version => (version.RecordedAt, version.Number));

    /// <summary>The content recorded last that does not retire the resource, as known at <paramref name="asOf"/>: who somebody who left was.</summary>
    public T? LatestContent(DateTimeOffset asOf) =>
        Versions.Where(version => version.RecordedAt <= asOf && version.Content is not null).MaxBy(version => (version.RecordedAt, version.Number))?.Content;
}

/// <summary>One version of a resource.</summary>
/// <param name="Number">1 for the first, without gaps.</param>
/// <param name="EffectiveFrom">The first day it speaks of.</param>
/// <param name="RecordedAt">When we learnt it.</param>
/// <param name="Author">Principal id of who wrote it.</param>
/// <param name="Content">Null retires the resource from that day.</param>
public sealed record ResourceVersion<T>(int Number, DateOnly EffectiveFrom, DateTimeOffset RecordedAt, string Author, T? Content)
    where T : class
{
    /// <summary>Principal id of who approved it; null where nothing is approved.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>When; null as above.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }
}
