using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Sqlite;
using SalesPerf.Platform.Messages;
using SalesPerf.Platform.Messages.Embedded;

namespace SalesPerf.Platform.Tests.Killed;

/// <summary>
/// The process that tests start and kill: <c>hold FOLDER</c> opens the database and waits; <c>write FOLDER RUN</c> writes until
/// it is killed and says on its output what was acknowledged.
/// </summary>
public static class Program
{
    public const int RefusedExitCode = 3;

    private static readonly Lock OutputGate = new();
    private static readonly Stream Output = Console.OpenStandardOutput();

    public static async Task<int> Main(string[] arguments)
    {
        try
        {
            using var database = new SqliteDatabase(arguments[1], TimeProvider.System, NullLogger<SqliteDatabase>.Instance);
            Say("open");
            if (arguments[0] == "write")
            {
                await WriteAsync(database, arguments[2]);
            }

            await Console.In.ReadLineAsync();
            return 0;
        }
        catch (IOException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return RefusedExitCode;
        }
    }

    private static Task WriteAsync(SqliteDatabase database, string run)
    {
        var store = new SqliteDocumentStore(database);
        var bus = new EmbeddedMessageBus(database, new EmbeddedMessageOptions());
        var writers = Enumerable.Range(0, 12).Select(writer => Task.Run(() => CommitForeverAsync(store, $"{run}-{writer}")));
        var senders = Enumerable.Range(0, 4).Select(sender => Task.Run(() => SendForeverAsync(bus, $"{run}-{sender}")));
        var receivers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => ReceiveForeverAsync(bus)));
        return Task.WhenAll([.. writers, .. senders, .. receivers]);
    }

    // Two documents and a counter, in one partition.
    private static async Task CommitForeverAsync(SqliteDocumentStore store, string writer)
    {
        for (var number = 0; ; number++)
        {
            var name = $"{writer}-{number}";
            var batch = new DocumentBatch(writer)
                .Create(Document(writer, "a-" + name, number))
                .Upsert(Document(writer, "counter", number))
                .Create(Document(writer, "b-" + name, number));
            if (await store.CommitAsync(batch, CancellationToken.None) is CommitResult.Committed)
            {
                Say($"committed {writer} {number}");
            }
        }
    }

    private static async Task SendForeverAsync(EmbeddedMessageBus bus, string sender)
    {
        for (var number = 0; ; number++)
        {
            await bus.SendAsync("work", [new BusMessage($"{sender}-{number}-x"), new BusMessage($"{sender}-{number}-y")], CancellationToken.None);
            Say($"sent {sender}-{number}-x");
            Say($"sent {sender}-{number}-y");
        }
    }

    private static async Task ReceiveForeverAsync(EmbeddedMessageBus bus)
    {
        while (true)
        {
            await bus.WaitAsync("work", CancellationToken.None);
            var messages = await bus.ReceiveAsync("work", 10, TimeSpan.FromHours(1), CancellationToken.None);
            foreach (var message in messages)
            {
                Say($"received {message.Body}");
            }

            // Every other one stays locked.
            var done = messages.Where(message => message.Id % 2 == 0).ToList();
            await bus.CompleteAsync(done, CancellationToken.None);
            foreach (var message in done)
            {
                Say($"completed {message.Body}");
            }
        }
    }

    private static Document Document(string pk, string id, int number) =>
        new(pk, id, "note", DateTimeOffset.UnixEpoch.AddSeconds(number), 1, Encoding.UTF8.GetBytes($"{number}"));

    // One write a line, past every buffer of this process: what was said stays said.
    private static void Say(string line)
    {
        lock (OutputGate)
        {
            Output.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }
    }
}
