using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Sqlite;
using SalesPerf.Platform.Messages;
using SalesPerf.Platform.Messages.Embedded;
using SQLitePCL;

namespace SalesPerf.Platform.Tests.Killed;

/// <summary>What a disk held while a database was written to from many sides, and what was acknowledged when.</summary>
/// <param name="File">The database, to which nothing was copied back since the log was begun.</param>
/// <param name="Log">The log at the end; of this generation up to <paramref name="End"/>.</param>
/// <param name="End">The bytes of the log that count.</param>
/// <param name="Before">The log of the generation before, which the new one was written over.</param>
/// <param name="Index">The index of the log at the end, which the system may have kept.</param>
/// <param name="Acknowledged">What callers were told, with the length of the log at that moment.</param>
internal sealed record LoadedDatabase(byte[] File, byte[] Log, long End, byte[] Before, byte[] Index, IReadOnlyList<(string What, long End)> Acknowledged)
{
    public const int Writers = 3;

    private const int Commits = 8;
    private const int Senders = 2;
    private const int Sendings = 8;

    /// <summary>Writes for a while in <paramref name="folder"/>.</summary>
    public static async Task<LoadedDatabase> WriteAsync(string folder)
    {
        using var database = Open(folder);
        var (store, bus) = (new SqliteDocumentStore(database), new EmbeddedMessageBus(database, new EmbeddedMessageOptions()));
        await Task.WhenAll(Enumerable.Range(0, 60).Select(number => store.CommitAsync(new DocumentBatch("before").Create(Document("before", $"{number}", number)), CancellationToken.None)));
        await database.WriteAsync(new CopyBack(database.Path));
        var (file, before) = (Read(database.Path), Read(database.Path + "-wal"));

        // A reader of the time before keeps the new log from being copied back.
        await using var reader = new SqliteConnection($"Data Source={database.Path};Mode=ReadOnly;Pooling=False");
        await reader.OpenAsync();
        await using var transaction = reader.BeginTransaction(deferred: true);
        await using var command = reader.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM documents";
        await command.ExecuteScalarAsync();

        var acknowledged = new ConcurrentQueue<(string, long)>();
        void Say(string what) => acknowledged.Enqueue((what, WriteAheadLog.End(database.Path + "-wal")));
        await Task.WhenAll([
            .. Enumerable.Range(0, Writers).Select(writer => Task.Run(() => CommitAsync(store, Writer(writer), Say))),
            .. Enumerable.Range(0, Senders).Select(sender => Task.Run(() => SendAsync(bus, sender, Say))),
            Task.Run(() => KeepAsync(store, bus, Say))]);
        return new(file, Read(database.Path + "-wal"), WriteAheadLog.End(database.Path + "-wal"), before, Read(database.Path + "-shm"), [.. acknowledged]);
    }

    public static SqliteDatabase Open(string folder) => new(folder, TimeProvider.System, NullLogger<SqliteDatabase>.Instance);

    public static string Writer(int writer) => $"writer{writer}";

    // Two documents and a counter, in one partition. Some take pages of their own.
    private static async Task CommitAsync(SqliteDocumentStore store, string writer, Action<string> say)
    {
        for (var number = 0; number < Commits; number++)
        {
            var batch = new DocumentBatch(writer)
                .Create(Document(writer, $"a{number}", number, number % 3 * 3_000))
                .Upsert(Document(writer, "counter", number) with { Kind = "counter" })
                .Create(Document(writer, $"b{number}", number));
            Assert.IsType<CommitResult.Committed>(await store.CommitAsync(batch, CancellationToken.None));
            say($"committed {writer} {number}");
        }
    }

    private static async Task SendAsync(EmbeddedMessageBus bus, int sender, Action<string> say)
    {
        for (var number = 0; number < Sendings; number++)
        {
            await bus.SendAsync("work", [new BusMessage($"{sender}-{number}")], CancellationToken.None);
            say($"sent {sender}-{number}");
        }
    }

    // Each message becomes a document, and only then is it completed; the last few are not received any more.
    private static async Task KeepAsync(SqliteDocumentStore store, EmbeddedMessageBus bus, Action<string> say)
    {
        for (var kept = 0; kept < Senders * Sendings * 3 / 4;)
        {
            await bus.WaitAsync("work", CancellationToken.None);
            var received = await bus.ReceiveAsync("work", 2, TimeSpan.FromHours(1), CancellationToken.None);
            foreach (var message in received)
            {
                await store.CommitAsync(new DocumentBatch("kept").Create(Document("kept", message.Body, kept++)), CancellationToken.None);
                say($"kept {message.Body}");
            }

            await bus.CompleteAsync(received, CancellationToken.None);
            foreach (var message in received)
            {
                say($"completed {message.Body}");
            }
        }
    }

    private static Document Document(string pk, string id, int number, int more = 0) => new(
        pk, id, "note", DateTimeOffset.UnixEpoch.AddSeconds(number), 1, Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture) + new string(' ', more)));

    private static byte[] Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Copies the log back, so that the next transaction begins it again. On the writer's thread, as every copying back.</summary>
    private sealed class CopyBack(string path) : WriteWork<bool>(CancellationToken.None)
    {
        public override long Size => 0;

        public override bool IsAlone => true;

        protected override bool Apply(WriteSession session)
        {
            using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
            connection.Open();

            // It knows the log only once it has read.
            using var read = connection.CreateCommand();
            read.CommandText = "SELECT COUNT(*) FROM documents";
            read.ExecuteScalar();
            var code = raw.sqlite3_wal_checkpoint_v2(connection.Handle!, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out var log, out var copied); // open
            return code == raw.SQLITE_OK && log > 0 && log == copied ? true : throw new InvalidOperationException($"{copied} of {log} pages were copied back.");
        }
    }
}
