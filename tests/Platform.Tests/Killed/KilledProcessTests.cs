using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Sqlite;
using SalesPerf.Platform.Messages.Embedded;

namespace SalesPerf.Platform.Tests.Killed;

public sealed class KilledProcessTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Given_a_process_killed_while_it_writes_when_opened_again_then_all_it_acknowledged_is_there_once()
    {
        var random = new Random(20261118);
        var said = new List<string>();
        for (var run = 0; run < 4; run++)
        {
            using (var child = new ChildProcess("write", folder.Path, $"run{run}"))
            {
                for (var lines = random.Next(20, 3_000); lines > 0; lines--)
                {
                    said.Add(await child.LineAsync() ?? throw new InvalidOperationException(await child.ErrorAsync()));
                }

                said.AddRange(await child.KillAsync());
            }

            await CheckDocumentsAsync(said);
            CheckIntegrity();
        }

        await CheckMessagesAsync(said);
    }

    [Fact]
    public async Task Given_a_process_that_has_the_folder_when_another_opens_it_then_it_is_told_and_once_the_first_is_killed_it_is_let_in()
    {
        using var child = new ChildProcess("hold", folder.Path);
        Assert.Equal("open", await child.LineAsync());
        var refused = Assert.Throws<IOException>(Open);
        Assert.Contains("in use by another process", refused.Message, StringComparison.Ordinal);
        await child.KillAsync();
        Open().Dispose();
    }

    [Fact]
    public async Task Given_this_process_has_the_folder_when_another_process_opens_it_then_it_ends_with_a_clear_message()
    {
        using var database = Open();
        Assert.Throws<IOException>(Open);
        using var child = new ChildProcess("hold", folder.Path);
        await child.ExitAsync();
        Assert.Equal(Program.RefusedExitCode, child.ExitCode);
        Assert.Contains(folder.Path, await child.ErrorAsync(), StringComparison.Ordinal);
    }

    private SqliteDatabase Open() => new(folder.Path, TimeProvider.System, NullLogger<SqliteDatabase>.Instance);

    private static IEnumerable<string> After(IEnumerable<string> said, string word) =>
        said.Where(line => line.StartsWith(word, StringComparison.Ordinal)).Select(line => line[(word.Length + 1)..]);

    private async Task CheckDocumentsAsync(List<string> said)
    {
        using var database = Open();
        var store = new SqliteDocumentStore(database);
        foreach (var writer in After(said, "committed").Select(line => line.Split(' ')).GroupBy(words => words[0], words => int.Parse(words[1], CultureInfo.InvariantCulture)))
        {
            // Acknowledged in order, so all up to the last; at most one more was on its way. Each is whole: a and b and the counter.
            var last = writer.Max();
            Assert.Equal(Enumerable.Range(0, last + 1), writer);
            var numbers = await NumbersAsync(store, writer.Key);
            Assert.InRange(numbers.Count, last + 1, last + 2);
            Assert.Equal(Enumerable.Range(0, numbers.Count), numbers);
            var counter = (await store.ReadAsync(writer.Key, "counter", CancellationToken.None))!;
            Assert.Equal(numbers[^1], int.Parse(counter.Body.Span, CultureInfo.InvariantCulture));
        }
    }

    private static async Task<List<int>> NumbersAsync(SqliteDocumentStore store, string writer)
    {
        var ids = new List<string>();
        var query = new RangeQuery(writer, "note", Size: 500);
        do
        {
            var page = await store.RangeAsync(query, CancellationToken.None);
            ids.AddRange(page.Items.Select(item => item.Id));
            query = query with { Continuation = page.Continuation };
        }
        while (query.Continuation is not null);

        int[] Of(string letter) => [.. ids.Where(id => id.StartsWith(letter + "-", StringComparison.Ordinal)).Select(id => int.Parse(id[(id.LastIndexOf('-') + 1)..], CultureInfo.InvariantCulture))];
        Assert.Equal(Of("a"), Of("b"));
        return [.. Of("a")];
    }

    private async Task CheckMessagesAsync(List<string> said)
    {
        using var database = Open();
        var bus = new EmbeddedMessageBus(database, new EmbeddedMessageOptions());
        var messages = await bus.ReceiveAsync("work", 1_000_000, TimeSpan.FromMinutes(1), CancellationToken.None);
        var there = messages.ToDictionary(message => message.Body);
        var received = After(said, "received").ToHashSet();
        var completed = After(said, "completed").ToHashSet();

        // Nothing that was sent is missing, except what was received and may have been completed just before the end.
        Assert.All(After(said, "sent"), body => Assert.True(there.ContainsKey(body) || received.Contains(body), body));
        Assert.DoesNotContain(completed, there.ContainsKey);

        // What was locked when the process died came at once, with its deliveries counted.
        var again = received.Where(there.ContainsKey).ToList();
        Assert.NotEmpty(again);
        Assert.All(again, body => Assert.InRange(there[body].DeliveryCount, 2, 6));
        Assert.All(messages.Where(message => message.DeliveryCount == 1), message => Assert.DoesNotContain(message.Body, received));
    }

    private void CheckIntegrity()
    {
        using var connection = new SqliteConnection($"Data Source={folder.File("salesperf.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", command.ExecuteScalar());
    }
}
