using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.People;

/// <summary>How far the last remap of a source is, beside what it was for.</summary>
/// <param name="Source">The source; null is every one.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="Asked">Identities whose remap is asked for.</param>
/// <param name="EndedAt">When the last was; null while there are more.</param>
public sealed record RemapProgress(string? Source, DateTimeOffset StartedAt, int Asked, DateTimeOffset? EndedAt)
{
    internal const string Kind = "remap";

    /// <summary>Stands for every source: no source has a <c>~</c> in its id.</summary>
    internal const string Everything = "~all";

    internal static string Id(string? source) => source is null ? $"{Kind}{Everything}" : Key.Of(Kind, "source", source);

    internal Document Document() => TypedDocuments.New(RemappedSource.Pk, Id(Source), Kind, StartedAt, this);

    /// <summary>An older remap, or an earlier page of this one, says nothing new.</summary>
    internal bool Covers(RemapProgress other) => StartedAt > other.StartedAt || (StartedAt == other.StartedAt && (EndedAt is not null || Asked > other.Asked));
}
