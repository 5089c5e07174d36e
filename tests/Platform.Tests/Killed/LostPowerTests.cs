using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Sqlite;
using SalesPerf.Platform.Messages;
using SalesPerf.Platform.Messages.Embedded;
using Xunit.Abstractions;

namespace SalesPerf.Platform.Tests.Killed;

/// <summary>A disk that kept only the first bytes of the write-ahead log.</summary>
public sealed class LostPowerTests(ITestOutputHelper output) : IDisposable
{
    private const int Commits = 40;
    private const int LogHeader = WriteAheadLog.Header;
    private const int Frame = WriteAheadLog.Frame;

    private readonly TemporaryFolder folder = TemporaryFolder.InMemory();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Given_a_log_cut_anywhere_when_opened_then_exactly_the_commits_before_the_cut_are_there()
    {
        var ends = await WriteAsync();
        var log = await File.ReadAllBytesAsync(folder.File("log"));
        var random = new Random(11);
        var cuts = new List<int> { 0, 1, LogHeader - 1, LogHeader };
        for (var boundary = LogHeader + Frame; boundary <= log.Length; boundary += Frame)
        {
            cuts.AddRange([boundary - Frame + random.Next(1, Frame - 1), boundary - 1, boundary]);
        }

        output.WriteLine($"{cuts.Count} cuts of {log.Length:N0} bytes of log");
        foreach (var cut in cuts)
        {
            var expected = ends.Count(end => end <= cut);
            await CheckAsync(log[..cut], found => Assert.Equal(expected, found));
        }
    }

    [Fact]
    public async Task Given_a_log_with_a_damaged_byte_when_opened_then_the_commits_before_it_are_there()
    {
        var ends = await WriteAsync();
        var log = await File.ReadAllBytesAsync(folder.File("log"));
        var random = new Random(12);
        for (var index = 0; index < 10; index++)
        {
            var damaged = (byte[])log.Clone();
            var at = random.Next(LogHeader, log.Length);
            damaged[at] ^= 0x40;
            await CheckAsync(damaged, found => Assert.Equal(ends.Count(end => end <= at), found));
        }
    }

    // Leaves the database as it was before the commits in "base", the log after them in "log"; returns the log's length at every acknowledgement.
    private async Task<List<long>> WriteAsync()
    {
        var live = folder.File("live");
        Open(live).Dispose();
        File.Copy(Path.Combine(live, "salesperf.db"), folder.File("base"), overwrite: true);
        using var database = Open(live);
        var store = new SqliteDocumentStore(database);
        var bus = new EmbeddedMessageBus(database, new EmbeddedMessageOptions());

        // A reader that stays keeps the log from being begun again.
        await using var reader = new SqliteConnection($"Data Source={Path.Combine(live, "salesperf.db")};Mode=ReadOnly;Pooling=False");
        await reader.OpenAsync();
        await using var transaction = reader.BeginTransaction(deferred: true);
        await using var command = reader.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM documents";
        await command.ExecuteScalarAsync();

        var ends = new List<long>();
        for (var number = 0; number < Commits; number++)
        {
            if (number % 2 == 0)
            {
                var batch = new DocumentBatch("p").Create(Document($"a{number}", number)).Create(Document($"b{number}", number));
                Assert.IsType<CommitResult.Committed>(await store.CommitAsync(batch, CancellationToken.None));
            }
            else
            {
                await bus.SendAsync("work", [new BusMessage($"{number}"), new BusMessage($"{number}")], CancellationToken.None);
            }

            ends.Add(new FileInfo(Path.Combine(live, "salesperf.db-wal")).Length);
        }

        File.Copy(Path.Combine(live, "salesperf.db-wal"), folder.File("log"), overwrite: true);
        Assert.Equal(ends[^1], new FileInfo(folder.File("log")).Length);
        Assert.Equal(Commits, ends.Distinct().Count());
        return ends;
    }

    private async Task CheckAsync(byte[] log, Action<int> found)
    {
        var cut = folder.File("cut");
        Directory.CreateDirectory(cut);
        File.Copy(folder.File("base"), Path.Combine(cut, "salesperf.db"));
        await File.WriteAllBytesAsync(Path.Combine(cut, "salesperf.db-wal"), log);
        using (var database = Open(cut))
        {
            var store = new SqliteDocumentStore(database);
            var bus = new EmbeddedMessageBus(database, new EmbeddedMessageOptions());
            var documents = (await store.RangeAsync(new RangeQuery("p", "note", Size: 1000), CancellationToken.None)).Items;
            var messages = await bus.ReceiveAsync("work", 1000, TimeSpan.FromMinutes(1), CancellationToken.None);

            // Every commit left two of its kind: a prefix of the commits, each whole.
            var count = (documents.Count + messages.Count) / 2;
            Assert.Equal(Enumerable.Range(0, count).SelectMany(number => new[] { number, number }), documents.Select(one => (int)one.At.ToUnixTimeSeconds()).Concat(messages.Select(one => int.Parse(one.Body, null))).Order());
            found(count);
            Assert.Equal("ok", database.Read(0, static (session, _) => session.Scalar("PRAGMA integrity_check")));
            Assert.IsType<CommitResult.Committed>(await store.CommitAsync(new DocumentBatch("p").Create(Document("new", 1)), CancellationToken.None));
        }

        Directory.Delete(cut, recursive: true);
    }

    private static SqliteDatabase Open(string path) => new(path, TimeProvider.System, NullLogger<SqliteDatabase>.Instance);

    private static Document Document(string id, int number) => new("p", id, "note", DateTimeOffset.UnixEpoch.AddSeconds(number), 1, "{}"u8.ToArray());
}
