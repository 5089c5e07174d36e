using System.Globalization;
using System.Text;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Local.Demo;

/// <summary>Remembers where the demo's history begins and whether it was sent: one that was interrupted goes on with the same feed.</summary>
internal sealed class DemoMarker(IDocumentStore store)
{
    private const string Pk = "demo";
    private const string Id = "demo";

    /// <summary>The stored progress; without any, a beginning now.</summary>
    /// <exception cref="InvalidOperationException">The store holds people that are not the demo's.</exception>
    public async Task<DemoProgress> BeginAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await store.ReadAsync(Pk, Id, cancellationToken) is { } stored)
        {
            return new DemoProgress(stored.At, stored.Kind == "complete");
        }

        var people = await store.RangeAsync(new RangeQuery(Partitions.People, "person", Size: 1), cancellationToken);
        if (people.Items.Count > 0)
        {
            throw new InvalidOperationException("The store holds an organisation already. Choose another for the demo with --data, or with --cosmos-database.");
        }

        await store.CommitAsync(new DocumentBatch(Pk).Upsert(Marker("begun", now)), cancellationToken);
        return new DemoProgress(now, false);
    }

    public async Task CompleteAsync(DemoProgress progress, CancellationToken cancellationToken) =>
        await store.CommitAsync(new DocumentBatch(Pk).Upsert(Marker("complete", progress.Start)), cancellationToken);

    private static Document Marker(string kind, DateTimeOffset start) =>
        new(Pk, Id, kind, start, 1, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"start\":\"{start.UtcDateTime:O}\"}}")));
}

/// <summary>How far the demo is.</summary>
internal sealed record DemoProgress(DateTimeOffset Start, bool IsComplete);
