using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Sqlite;
using SQLitePCL;

namespace SalesPerf.Platform.Tests.Documents;

public sealed class PurgeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("salesperf-purge-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Given_deleted_and_replaced_text_when_purged_among_other_writes_then_no_file_holds_it_and_the_rest_is_there()
    {
        using var database = new SqliteDatabase(folder, TimeProvider.System, NullLogger<SqliteDatabase>.Instance);
        var store = new SqliteDocumentStore(database);
        for (var number = 0; number < 200; number++)
        {
            await store.CommitAsync(new DocumentBatch("p").Create(Document(number, "first-secret-text")), default);
        }

        for (var number = 0; number < 200; number++)
        {
            var batch = new DocumentBatch("p");
            await store.CommitAsync(number % 2 == 0 ? batch.Delete($"d{number}") : batch.Upsert(Document(number, "other")), default);
        }

        Assert.NotEmpty(Holding("first-secret-text"));

        var purge = database.PurgeAsync(default);
        var writes = Enumerable.Range(200, 50).Select(number => store.CommitAsync(new DocumentBatch("p").Create(Document(number, "later")), default)).ToList();
        await purge;

        Assert.Empty(Holding("first-secret-text"));
        Assert.All(await Task.WhenAll(writes), result => Assert.IsType<CommitResult.Committed>(result));
        Assert.Equal(150, (await store.RangeAsync(new RangeQuery("p", "k", Size: 1000), default)).Items.Count);
        await database.PurgeAsync(default);
    }

    [Fact]
    public async Task Given_a_large_database_when_purged_then_it_does_not_pass_through_the_memory()
    {
        using var database = new SqliteDatabase(folder, TimeProvider.System, NullLogger<SqliteDatabase>.Instance);
        var store = new SqliteDocumentStore(database);
        for (var number = 0; number < 64; number++)
        {
            await store.CommitAsync(new DocumentBatch("p").Create(Document(number, new string('x', 1_000_000))), default);
        }

        raw.sqlite3_memory_highwater(1);
        await database.PurgeAsync(default);

        Assert.InRange(raw.sqlite3_memory_highwater(0), 1, 32L << 20);
    }

    private static Document Document(int number, string text) =>
        new("p", $"d{number}", "k", DateTimeOffset.UnixEpoch, 1, Encoding.UTF8.GetBytes($$"""{"text":"{{text}}{{number}}"}"""));

    private List<string> Holding(string text) => [.. Directory.EnumerateFiles(folder).Where(path => !path.EndsWith(".lock", StringComparison.Ordinal)).Where(path =>
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
    })];
}
