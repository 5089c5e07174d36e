using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Sqlite;
using SalesPerf.Platform.Email;
using SalesPerf.Platform.Email.Folder;
using SalesPerf.Platform.Messages;
using SalesPerf.Platform.Messages.Embedded;
using SalesPerf.TestKit;

namespace SalesPerf.Platform.Tests.Documents;

/// <summary>What is special about the file: one writer, shared transactions, a bounded log.</summary>
public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FakeTimeProvider clock = new();
    private SqliteDatabase database;

    public SqliteDatabaseTests() => database = Open();

    private SqliteDocumentStore Store => new(database);

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    private SqliteDatabase Open() => new(folder.Path, clock, NullLogger<SqliteDatabase>.Instance);

    private static DocumentBatch Batch(string id, int bytes = 10, int? ttl = null) =>
        new DocumentBatch("p").Create(new Document("p", id, "note", DateTimeOffset.UnixEpoch, 1, System.Text.Encoding.UTF8.GetBytes($"\"{new string('x', bytes)}\""), ttl));

    private Task<CommitResult> CommitAsync(string id, int bytes = 10, int? ttl = null) => Store.CommitAsync(Batch(id, bytes, ttl), CancellationToken.None);

    // Keeps the writer busy until the gate opens, so that what is handed in meanwhile forms one group.
    private ManualResetEventSlim Busy()
    {
        var gate = new ManualResetEventSlim();
        _ = database.WriteAsync(new Work(_ => gate.Wait(TimeSpan.FromSeconds(30))));
        return gate;
    }

    [Fact]
    public async Task Given_commits_handed_in_together_when_written_then_they_share_a_transaction()
    {
        using var gate = Busy();
        var before = database.Counters.Groups;
        var commits = Enumerable.Range(0, 200).Select(index => CommitAsync($"d{index}")).ToList();
        gate.Set();
        await Task.WhenAll(commits);
        Assert.InRange(database.Counters.Groups - before, 1, 3);
        Assert.True(database.Counters.Works >= 200);
    }

    [Fact]
    public async Task Given_batches_refused_half_way_in_a_group_when_written_then_only_they_leave_nothing()
    {
        await CommitAsync("there");
        static DocumentOperation.Create Create(string id) => (DocumentOperation.Create)Batch(id).Operations[0];
        var gate = Busy();
        var before = CommitAsync("before");
        var halfWay = Store.CommitAsync(Batch("half-1").Create(Create("there").Document).Create(Create("half-2").Document), CancellationToken.None);
        var whole = Store.CommitAsync(Batch("whole-1").Create(Create("whole-2").Document), CancellationToken.None);
        var another = Store.CommitAsync(Batch("half-3").Create(Create("whole-1").Document), CancellationToken.None);
        var after = CommitAsync("after");
        gate.Set();

        Assert.Equal(new CommitResult.Refused(1, Refusal.Conflict), await halfWay);
        Assert.Equal(new CommitResult.Refused(1, Refusal.Conflict), await another);
        Assert.All(await Task.WhenAll(before, whole, after), result => Assert.IsType<CommitResult.Committed>(result));
        var ids = (await Store.RangeAsync(new RangeQuery("p", "note"), CancellationToken.None)).Items.Select(item => item.Id);
        Assert.Equal(["after", "before", "there", "whole-1", "whole-2"], ids);
        gate.Dispose();
    }

    [Fact]
    public async Task Given_a_work_that_fails_in_a_group_when_written_then_the_others_succeed()
    {
        var gate = Busy();
        var first = CommitAsync("first");
        var failing = database.WriteAsync(new Work(session =>
        {
            session.Statement("DELETE FROM documents").Run();
            throw new InvalidOperationException("mine");
        }));
        var refused = CommitAsync("first");
        var last = CommitAsync("last");
        gate.Set();

        Assert.Equal("mine", (await Assert.ThrowsAsync<InvalidOperationException>(() => failing)).Message);
        Assert.IsType<CommitResult.Committed>(await first);
        Assert.IsType<CommitResult.Refused>(await refused);
        Assert.IsType<CommitResult.Committed>(await last);
        Assert.Equal(2, (await Store.ReadManyAsync("p", ["first", "last"], CancellationToken.None)).Count);
        gate.Dispose();
    }

    [Fact]
    public async Task Given_a_work_that_fails_between_two_rows_when_its_statement_is_used_again_then_it_works()
    {
        await CommitAsync("a");
        await CommitAsync("b");
        const string Sql = "SELECT id FROM documents WHERE pk = ?1";
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync(new Work(session =>
        {
            session.Statement(Sql).Bind(1, "p").Step();
            throw new InvalidOperationException();
        })));
        await database.WriteAsync(new Work(session => session.Statement(Sql).Bind(1, "p").Run()));
        Assert.IsType<CommitResult.Committed>(await CommitAsync("c"));
    }

    [Fact]
    public async Task Given_a_transaction_that_cannot_be_committed_when_written_then_all_of_it_fails_and_the_next_succeeds()
    {
        var gate = Busy();
        var first = CommitAsync("first");
        var breaking = database.WriteAsync(new Work(session => session.Statement("ROLLBACK").Run()));
        gate.Set();
        await Assert.ThrowsAsync<SqliteException>(() => first);
        await Assert.ThrowsAsync<SqliteException>(() => breaking);
        Assert.Null(await Store.ReadAsync("p", "first", CancellationToken.None));
        Assert.IsType<CommitResult.Committed>(await CommitAsync("first"));
        gate.Dispose();
    }

    [Fact]
    public async Task Given_a_full_disk_when_written_then_commits_fail_what_was_there_stays_and_room_helps()
    {
        await CommitAsync("before");
        await database.WriteAsync(new Work(session => session.Statement("PRAGMA max_page_count = 40").Step()));
        await Assert.ThrowsAsync<TimeoutException>(() => CommitAsync("large", 500_000));
        await Assert.ThrowsAsync<TimeoutException>(() => Store.CommitAsync(Batch("large-1").Create(((DocumentOperation.Create)Batch("large-2", 500_000).Operations[0]).Document), CancellationToken.None));
        Assert.Equal("before", Assert.Single((await Store.RangeAsync(new RangeQuery("p", "note"), CancellationToken.None)).Items).Id);
        Assert.IsType<CommitResult.Committed>(await CommitAsync("small"));
        await database.WriteAsync(new Work(session => session.Statement("PRAGMA max_page_count = 4294967294").Step()));
        Assert.IsType<CommitResult.Committed>(await CommitAsync("large", 500_000));
    }

    [Fact]
    public async Task Given_a_caller_who_left_before_the_work_was_taken_when_written_then_it_is_not_done()
    {
        var gate = Busy();
        using var stop = new CancellationTokenSource();
        var left = Store.CommitAsync(Batch("left"), stop.Token);
        await stop.CancelAsync();
        gate.Set();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.Null(await Store.ReadAsync("p", "left", CancellationToken.None));
        gate.Dispose();
    }

    [Fact]
    public async Task Given_work_handed_in_when_disposed_then_it_is_done_first_and_more_is_refused()
    {
        var gate = Busy();
        var commits = Enumerable.Range(0, 50).Select(index => CommitAsync($"d{index}")).ToList();
        gate.Set();
        database.Dispose();
        Assert.All(await Task.WhenAll(commits), result => Assert.IsType<CommitResult.Committed>(result));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => CommitAsync("late"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Store.ReadAsync("p", "d1", CancellationToken.None));
        Assert.True(!File.Exists(database.Path + "-wal") || new FileInfo(database.Path + "-wal").Length == 0);

        database = Open();
        Assert.Equal(50, (await Store.RangeAsync(new RangeQuery("p", "note"), CancellationToken.None)).Items.Count);
        gate.Dispose();
    }

    [Fact]
    public async Task Given_far_more_writes_than_the_log_may_hold_when_written_then_the_log_stays_bounded()
    {
        for (var index = 0; index < 60; index++)
        {
            await CommitAsync($"d{index}", 1_900_000);
        }

        // 114 MB were written; the log is begun again after about 33 MB and the transaction that passes them.
        Assert.InRange(new FileInfo(database.Path + "-wal").Length, 1, 40 * 1024 * 1024);
    }

    [Fact]
    public async Task Given_expired_documents_when_others_are_written_then_their_rows_go()
    {
        for (var index = 0; index < 10; index++)
        {
            await CommitAsync($"old{index}", ttl: 5);
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        await CommitAsync("new");
        Assert.Equal(1L, database.Read(0, static (session, _) => session.Scalar("SELECT COUNT(*) FROM documents")));
    }

    [Fact]
    public async Task Given_a_database_closed_when_opened_again_then_no_etag_comes_twice()
    {
        var seen = new HashSet<string?>();
        for (var round = 0; round < 5; round++)
        {
            var committed = Assert.IsType<CommitResult.Committed>(await CommitAsync("a"));
            Assert.True(seen.Add(committed.ETags[0]));
            await Store.CommitAsync(new DocumentBatch("p").Delete("a"), CancellationToken.None);
            database.Dispose();
            database = Open();
        }
    }

    [Fact]
    public void Given_a_file_of_a_newer_program_when_opened_then_it_is_refused_and_the_folder_is_free_again()
    {
        database.Dispose();
        using (var connection = new SqliteConnection($"Data Source={database.Path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
        }

        Assert.Contains("format 99", Assert.Throws<InvalidOperationException>(Open).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(Open);
    }

    [Fact]
    public void Given_an_old_sqlite_when_opened_then_the_log_says_why_it_is_safe()
    {
        var logger = new Mock<ILogger<SqliteDatabase>>();
        logger.Setup(one => one.IsEnabled(It.IsAny<LogLevel>())).Returns(true);
        database.Dispose();
        database = new SqliteDatabase(folder.Path, clock, logger.Object);
        var said = logger.Invocations.Count(call => call.Method.Name == "Log" && $"{call.Arguments[2]}".Contains("one connection only", StringComparison.Ordinal));
        Assert.Equal(SQLitePCL.raw.sqlite3_libversion_number() < 3_051_003 ? 1 : 0, said);
    }

    [Fact]
    public void Given_the_registrations_when_resolved_then_all_engines_share_one_database_and_the_clock()
    {
        database.Dispose();
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(clock);
        services.AddSqliteDocuments(folder.Path).AddEmbeddedMessages(new EmbeddedMessageOptions { Queues = ["work"] }).AddFolderEmail(folder.File("mail"));
        services.AddSqliteDocuments("elsewhere").AddEmbeddedMessages().AddFolderEmail("elsewhere");
        using var provider = services.BuildServiceProvider();
        Assert.IsType<SqliteDocumentStore>(provider.GetRequiredService<IDocumentStore>());
        Assert.Same(provider.GetRequiredService<EmbeddedMessageBus>(), provider.GetRequiredService<IMessageBus>());
        Assert.IsType<FolderEmailSender>(provider.GetRequiredService<IEmailSender>());
        Assert.Same(clock, provider.GetRequiredService<SqliteDatabase>().Time);
        Assert.Equal(folder.File("salesperf.db"), provider.GetRequiredService<SqliteDatabase>().Path);
    }

    private sealed class Work(Action<WriteSession> run) : WriteWork<int>(CancellationToken.None)
    {
        public override long Size => 0;

        protected override int Apply(WriteSession session)
        {
            run(session);
            return 0;
        }
    }
}
