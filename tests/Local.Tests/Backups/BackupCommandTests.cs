using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Local.Tests.Backups;

public sealed class BackupCommandTests : IDisposable
{
    private const int Documents = 400;

    private readonly TemporaryFolder folder = new();
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    private string Data => folder.Inside("data");

    private string Copy => folder.Inside("copy");

    private string Database => Path.Combine(Data, "salesperf.db");

    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Given_a_host_that_runs_when_backed_up_then_a_restored_folder_holds_what_it_held_then()
    {
        string secret;
        await using (var host = LocalHost.Build(new LocalOptions { Data = Data, IsQuiet = true }))
        {
            await FillAsync(host.Services);
            secret = Protector(host.Services).Protect("text");

            Assert.Equal(0, await RunAsync("backup", Copy, "--data", Data));
            await CommitAsync(host.Services, "later");
        }

        Assert.Equal(0, await RunAsync("restore", Copy, "--data", folder.Inside("restored")));

        Assert.Equal(0, await RunAsync("check", "--data", folder.Inside("restored")));
        Assert.EndsWith($"is whole: {Documents} documents, 1 messages, 0 dead letters.\n", output.ToString(), StringComparison.Ordinal);
        await using var restored = LocalHost.Build(new LocalOptions { Data = folder.Inside("restored"), IsQuiet = true });
        var store = restored.Services.GetRequiredService<IDocumentStore>();
        Assert.Equal("\"d7\"", Encoding.UTF8.GetString((await store.ReadAsync("p", "d7", default))!.Body.Span));
        Assert.Null(await store.ReadAsync("p", "later", default));
        Assert.Equal("text", Protector(restored.Services).Unprotect(secret));
    }

    [Fact]
    public async Task Given_a_target_inside_the_data_folder_when_backed_up_then_it_is_refused_and_nothing_appears()
    {
        await BackUpAsync();
        var before = Directory.EnumerateFileSystemEntries(Data).Count();

        Assert.Equal(3, await RunAsync("backup", Path.Combine(Data, "backups"), "--data", Data + Path.DirectorySeparatorChar));

        Assert.Contains("is inside", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, Directory.EnumerateFileSystemEntries(Data).Count());
    }

    [Fact]
    public async Task Given_a_host_that_writes_when_backed_up_then_the_copy_is_of_one_moment_and_the_writes_go_on()
    {
        await using var host = LocalHost.Build(new LocalOptions { Data = Data, IsQuiet = true });
        await FillAsync(host.Services);
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var store = host.Services.GetRequiredService<IDocumentStore>();
        var writing = Task.Run(async () =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                await WriteAsync(number);
                started.TrySetResult();
            }
        });
        await started.Task;

        Assert.Equal(0, await RunAsync("backup", Copy, "--data", Data));
        await stop.CancelAsync();

        await writing;
        Assert.Equal(0, await RunAsync("restore", Copy, "--data", folder.Inside("restored")));
        await using var restored = LocalHost.Build(new LocalOptions { Data = folder.Inside("restored"), IsQuiet = true });
        var pair = await restored.Services.GetRequiredService<IDocumentStore>().ReadManyAsync("pair", ["one", "two"], default);
        Assert.Single(pair.Select(document => Encoding.UTF8.GetString(document.Body.Span)).Distinct());

        // Both are always equal.
        async Task WriteAsync(int number) => Assert.IsType<CommitResult.Committed>(
            await store.CommitAsync(new DocumentBatch("pair").Upsert(Pair("one", number)).Upsert(Pair("two", number)), default));
    }

    private static Document Pair(string id, int number) => new("pair", id, "k", DateTimeOffset.UnixEpoch, 1, Encoding.UTF8.GetBytes($"{number}"));

    [Theory]
    [InlineData("salesperf.db", "salesperf.db in ")]
    [InlineData("backup.json", "is no whole backup")]
    public async Task Given_a_backup_that_was_changed_when_restored_then_it_is_refused_and_nothing_appears(string file, string reason)
    {
        await BackUpAsync();
        await using (var stream = new FileStream(Path.Combine(Copy, file), FileMode.Open))
        {
            stream.Position = stream.Length / 2;
            stream.WriteByte(0xFE);
        }

        Assert.Equal(3, await RunAsync("restore", Copy, "--data", folder.Inside("restored")));

        Assert.Contains(reason, error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Inside("restored")));
    }

    [Fact]
    public async Task Given_files_that_lead_elsewhere_in_a_manifest_when_restored_then_it_is_refused()
    {
        await BackUpAsync();
        var manifest = Path.Combine(Copy, "backup.json");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest)).Replace("\"salesperf.db\"", "\"../copy/salesperf.db\"", StringComparison.Ordinal));

        Assert.Equal(3, await RunAsync("restore", Copy, "--data", folder.Inside("restored")));
        Assert.False(Directory.Exists(folder.Inside("restored")));
    }

    [Fact]
    public async Task Given_a_target_that_is_in_use_when_backed_up_or_restored_then_nothing_in_it_is_touched()
    {
        await BackUpAsync();

        Assert.Equal(3, await RunAsync("backup", Copy, "--data", Data));
        Assert.Equal(3, await RunAsync("restore", Copy, "--data", Data));

        Assert.Contains("exists already", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("is not empty", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync("check", "--data", Data));
        Assert.Empty(Directory.GetDirectories(folder.Path, "*.partial"));
    }

    [Fact]
    public async Task Given_a_damaged_database_when_checked_or_backed_up_then_it_says_so_and_answers_three()
    {
        await MakeAsync();
        Damage(Database);

        Assert.Equal(3, await RunAsync("check", "--data", Data));
        Assert.Equal(3, await RunAsync("backup", Copy, "--data", Data));

        Assert.Contains("damaged", error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Copy));
    }

    [Fact]
    public async Task Given_an_end_out_of_order_when_the_database_is_damaged_then_the_host_does_not_start()
    {
        await MakeAsync();
        var crashed = folder.Inside("crashed");
        Directory.CreateDirectory(crashed);
        await using (var host = LocalHost.Build(new LocalOptions { Data = Data, IsQuiet = true }))
        {
            await CommitAsync(host.Services, "in-the-log");
            foreach (var file in new[] { "salesperf.db", "salesperf.db-wal" })
            {
                await using var from = new FileStream(Path.Combine(Data, file), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                await using var to = File.Create(Path.Combine(crashed, file));
                await from.CopyToAsync(to);
            }
        }

        Damage(Path.Combine(crashed, "salesperf.db"));

        Assert.Equal(3, await LocalCommand.RunAsync(["--data", crashed, "--urls", "http://127.0.0.1:0"], output, error));
        Assert.Contains("Restore a backup into another folder.", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("backup")]
    [InlineData("restore", "a", "b")]
    [InlineData("check", "a")]
    [InlineData("backup", "--dat", "x")]
    public async Task Given_a_line_that_is_not_understood_when_run_then_the_usage_is_shown_and_nothing_done(params string[] args)
    {
        Assert.Equal(2, await RunAsync(args));
        Assert.Contains("usage:", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_no_database_when_backed_up_or_checked_then_it_says_so()
    {
        Assert.Equal(3, await RunAsync("backup", Copy, "--data", Data));
        Assert.Equal(3, await RunAsync("check", "--data", Data));
        Assert.Contains("There is no database", error.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    private Task<int> RunAsync(params string[] args) => LocalCommand.RunAsync(args, output, error);

    private async Task BackUpAsync()
    {
        await MakeAsync();
        Assert.Equal(0, await RunAsync("backup", Copy, "--data", Data));
    }

    private async Task MakeAsync()
    {
        await using var host = LocalHost.Build(new LocalOptions { Data = Data, IsQuiet = true });
        await FillAsync(host.Services);
    }

    private static async Task FillAsync(IServiceProvider services)
    {
        await services.GetRequiredService<IMessageBus>().SendAsync("send-digest", [new BusMessage("{}")], default);
        for (var i = 0; i < Documents; i++)
        {
            await CommitAsync(services, $"d{i}");
        }
    }

    private static async Task CommitAsync(IServiceProvider services, string id) =>
        Assert.IsType<CommitResult.Committed>(await services.GetRequiredService<IDocumentStore>().CommitAsync(
            new DocumentBatch("p").Create(new Document("p", id, "note", DateTimeOffset.UnixEpoch, 1, Encoding.UTF8.GetBytes($"\"{id}\""))), default));

    private static IDataProtector Protector(IServiceProvider services) => services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");

    /// <summary>Overwrites half of the file, but for its first page, which says what it is.</summary>
    private static void Damage(string path)
    {
        using var stream = new FileStream(path, FileMode.Open);
        var damaged = new byte[(stream.Length - 4_096) / 2];
        Array.Fill(damaged, (byte)0x5A);
        stream.Position = 4_096;
        stream.Write(damaged);
    }
}
