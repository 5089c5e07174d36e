using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Sqlite;
using SalesPerf.Platform.Messages;
using SalesPerf.Platform.Messages.Embedded;

namespace SalesPerf.Platform.Tests.Documents;

/// <summary>A disk that takes no more, a file that is read-only, pages that are spoilt: what callers are told, and what is there afterwards.</summary>
public sealed class SqliteFaultTests : IDisposable
{
    private const int Page = 4096;
    private const int Documents = 600;
    private const byte IndexInterior = 2;
    private const byte TableInterior = 5;
    private const byte IndexLeaf = 10;
    private const byte TableLeaf = 13;

    private readonly TemporaryFolder folder = new();

    private string File => folder.File(SqliteFile.Name);

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, string, string> Refusals => new()
    {
        { "PRAGMA max_page_count = 1", "PRAGMA max_page_count = 4294967294", "the disk is full" },
        { "PRAGMA query_only = 1", "PRAGMA query_only = 0", "it is read-only" },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Given_a_file_that_takes_nothing_when_written_then_callers_are_told_to_come_back_and_all_goes_on_once_it_does(string fault, string mend, string said)
    {
        using var database = Open();
        var (store, bus) = (new SqliteDocumentStore(database), new EmbeddedMessageBus(database, new EmbeddedMessageOptions()));
        await bus.SendAsync("work", [new BusMessage("before")], CancellationToken.None);
        var message = Assert.Single(await bus.ReceiveAsync("work", 1, TimeSpan.FromMinutes(1), CancellationToken.None));
        await ExecuteAsync(database, fault);

        var commits = Enumerable.Range(0, 20).Select(number => store.CommitAsync(Batch($"large{number}", 50_000), CancellationToken.None)).ToList();
        foreach (var commit in commits)
        {
            Assert.Contains(said, (await Assert.ThrowsAsync<TimeoutException>(() => commit)).Message, StringComparison.Ordinal);
        }

        var sending = await Assert.ThrowsAsync<TimeoutException>(() => bus.SendAsync("work", [.. Enumerable.Range(0, 20).Select(_ => new BusMessage(new string('x', 30_000)))], CancellationToken.None));
        Assert.Contains(said, sending.Message, StringComparison.Ordinal);
        Assert.Contains(said, database.Fault, StringComparison.Ordinal);
        Assert.Empty((await store.RangeAsync(new RangeQuery("p", "note"), CancellationToken.None)).Items);

        await ExecuteAsync(database, mend);
        Assert.Null(await database.FaultAsync(CancellationToken.None));
        Assert.IsType<CommitResult.Committed>(await store.CommitAsync(Batch("large0", 50_000), CancellationToken.None));
        Assert.Empty(await bus.CompleteAsync([message], CancellationToken.None));
        Assert.Empty(await bus.ReceiveAsync("work", 100, TimeSpan.FromMinutes(1), CancellationToken.None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(TableInterior)]
    [InlineData(TableLeaf)]
    [InlineData(IndexInterior)]
    [InlineData(IndexLeaf)]
    public async Task Given_a_spoilt_page_when_looked_at_or_opened_after_an_end_out_of_order_then_it_is_named_and_refused(byte kind)
    {
        await FillAsync();
        var page = Spoil(kind);
        var found = SqliteFile.Examine(File);
        Assert.NotEmpty(found.Faults);
        if (page > 1)
        {
            Assert.Contains(found.Faults, fault => fault.Contains($"age {page}", StringComparison.Ordinal));
        }

        // What an end out of order leaves.
        await System.IO.File.WriteAllBytesAsync(File + "-wal", new byte[32]);
        for (var time = 0; time < 2; time++)
        {
            var refused = Assert.Throws<InvalidDataException>(() => Open());
            Assert.StartsWith($"{File} is damaged: ", refused.Message, StringComparison.Ordinal);
            Assert.EndsWith("Restore a backup into another folder.", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Given_a_spoilt_leaf_when_read_then_the_reader_is_told_others_go_on_and_the_fault_stays_known()
    {
        await FillAsync();
        Spoil(TableLeaf);
        using var database = Open();
        var store = new SqliteDocumentStore(database);
        Assert.Null(await database.FaultAsync(CancellationToken.None));

        var failures = 0;
        for (var number = 0; number < Documents; number++)
        {
            try
            {
                Assert.NotNull(await store.ReadAsync("p", $"d{number}", CancellationToken.None));
            }
            catch (InvalidDataException refused)
            {
                Assert.Contains("is damaged", refused.Message, StringComparison.Ordinal);
                failures++;
            }
        }

        Assert.InRange(failures, 1, Documents / 2);
        Assert.IsType<CommitResult.Committed>(await store.CommitAsync(Batch("new"), CancellationToken.None));
        Assert.Contains("run check", await database.FaultAsync(CancellationToken.None), StringComparison.Ordinal);
    }

    private SqliteDatabase Open() => new(folder.Path, TimeProvider.System, NullLogger<SqliteDatabase>.Instance);

    private static DocumentBatch Batch(string id, int bytes = 100) =>
        new DocumentBatch("p").Create(new Document("p", id, "note", DateTimeOffset.UnixEpoch, 1, System.Text.Encoding.UTF8.GetBytes($"\"{new string('x', bytes)}\"")));

    // Enough for pages that lead to others, of the table and of its indexes; closed in order.
    private async Task FillAsync()
    {
        using var database = Open();
        var store = new SqliteDocumentStore(database);
        await Task.WhenAll(Enumerable.Range(0, Documents).Select(number => store.CommitAsync(Batch($"d{number}", 300), CancellationToken.None)));
    }

    /// <summary>Overwrites the header of a page of that kind, or of the file; the middle one of them, since the first and last may belong to other tables.</summary>
    private int Spoil(byte kind)
    {
        var bytes = System.IO.File.ReadAllBytes(File);
        var pages = Enumerable.Range(1, (bytes.Length / Page) - 1).Where(index => bytes[index * Page] == kind).ToList();
        var page = kind == 0 ? 0 : pages[pages.Count / 2];
        bytes.AsSpan(page * Page, 100).Fill(0xA5);
        System.IO.File.WriteAllBytes(File, bytes);
        return page + 1;
    }

    private static Task<int> ExecuteAsync(SqliteDatabase database, string pragma) => database.WriteAsync(new Outside(pragma));

    /// <summary>Runs outside any transaction.</summary>
    private sealed class Outside(string sql) : WriteWork<int>(CancellationToken.None)
    {
        public override long Size => 0;

        public override bool IsAlone => true;

        protected override int Apply(WriteSession session)
        {
            session.Statement(sql).Run();
            return 0;
        }
    }
}
