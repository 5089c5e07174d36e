using SalesPerf.Domain.Sources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.People;

/// <summary>What a source's events meant when its identities were last remapped.</summary>
/// <param name="Source">The source.</param>
/// <param name="Meaning">See <see cref="SourceMeaning"/>.</param>
public sealed record RemappedSource(string Source, string Meaning)
{
    public const string Kind = "remapped";

    public static readonly string Pk = Key.Of("schedule", nameof(ScheduleRemaps));

    internal Document Document() => TypedDocuments.New(Pk, Key.Of(Source), Kind, TypedDocuments.Timeless, this);
}
