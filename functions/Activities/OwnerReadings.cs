using System.Collections.Concurrent;
using SalesPerf.Connectors;
using SalesPerf.Domain.Sources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities;

/// <summary>
/// Whether the owners of a source's events are known by id or by mail address: as its first event was read, for ever. An event is stored under its owner, so one that came again
/// after this had changed would be stored, and counted, twice. Only providers that tell both have such a document.
/// </summary>
public sealed class OwnerReadings(IDocumentStore store)
{
    private const string Partition = "sources";

    private const string Kind = "owner-reading";

    private readonly ConcurrentDictionary<string, bool> known = new(StringComparer.Ordinal);

    /// <summary>Reads what is verified, and lets the first event say how owners are read from then on.</summary>
    /// <returns>The source as it is read, and what was read.</returns>
    public async ValueTask<(Source Source, ConnectorResult Read)> ReadAsync(
        Source source, IConnector connector, Func<Source, ConnectorResult> read, CancellationToken cancellationToken)
    {
        var result = read(source);
        if (!connector.Mapping.HasOwnerMail || result is not ConnectorResult.Accepted accepted || !accepted.Items.OfType<ReadActivity>().Any())
        {
            return (source, result);
        }

        var isByMail = await FirstAsync(source, cancellationToken);
        return isByMail == IsByMail(source) ? (source, result) : (With(source, isByMail), read(With(source, isByMail)));
    }

    /// <summary>The source as its events are read.</summary>
    public async ValueTask<Source> InForceAsync(Source source, CancellationToken cancellationToken) =>
        ConnectorRegistry.For(source.Provider)?.Mapping.HasOwnerMail == true && await StoredAsync(source.Id, cancellationToken) is { } isByMail && isByMail != IsByMail(source)
            ? With(source, isByMail)
            : source;

    /// <summary>What stands against a source's new content.</summary>
    public async ValueTask<IReadOnlyList<FieldProblem>> ProblemsAsync(Source wanted, CancellationToken cancellationToken) =>
        await InForceAsync(wanted, cancellationToken) == wanted
            ? []
            : [new("/mapping/owner", $"Events of this source were taken already, with owners by {(IsByMail(wanted) ? "id" : "mail")}; by {(IsByMail(wanted) ? "mail" : "id")} one that comes again would count twice. Make another source.")];

    /// <summary>As the first event was read; this one is the first where there was none.</summary>
    private async ValueTask<bool> FirstAsync(Source source, CancellationToken cancellationToken)
    {
        if (await StoredAsync(source.Id, cancellationToken) is { } stored)
        {
            return stored;
        }

        var document = TypedDocuments.New(Partition, Id(source.Id), Kind, TypedDocuments.Timeless, new OwnerReading(IsByMail(source)));

        // Whoever loses the race to create it reads the winner's.
        await store.CommitAsync(new DocumentBatch(Partition).Create(document), cancellationToken);
        return await StoredAsync(source.Id, cancellationToken) ?? throw new InvalidOperationException($"How owners of {source.Id} are read was written and cannot be read.");
    }

    private async ValueTask<bool?> StoredAsync(string source, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(source, out var isByMail))
        {
            return isByMail;
        }

        return await store.ReadAsync<OwnerReading>(Partition, Id(source), cancellationToken) is { } stored ? known[source] = stored.Value.IsByMail : null;
    }

    private static bool IsByMail(Source source) => source.Mapping?.IsByMail == true;

    private static Source With(Source source, bool isByMail) => source with { Mapping = (source.Mapping ?? new SourceMapping()) with { Owner = isByMail ? "mail" : null } };

    /// <summary>With <c>~</c>, which no source's own document has.</summary>
    private static string Id(string source) => Key.Of("owners", source);
}

/// <summary>How the owners of a source's events are read.</summary>
/// <param name="IsByMail">By mail address where there is one; false is by id.</param>
internal sealed record OwnerReading(bool IsByMail);
