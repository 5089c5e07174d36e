using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace SalesPerf.Local.Tests.Hosting;

public sealed class DataFolderTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task Given_no_data_folder_when_something_is_protected_then_folder_and_keys_are_their_owners_only()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Inside("data");

        await using (var app = LocalHost.Build(new LocalOptions { Data = data, IsQuiet = true }))
        {
            app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("text");
        }

        var keys = Directory.GetFiles(Path.Combine(data, "keys"), "*.xml");
        Assert.Single(keys);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(data));
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(keys[0]));
        }
    }

    [Fact]
    public async Task Given_a_protected_text_when_another_process_starts_on_the_folder_then_it_can_be_read()
    {
        using var folder = new TemporaryFolder();
        var options = new LocalOptions { Data = folder.Inside("data"), IsQuiet = true };
        string secret;
        await using (var first = LocalHost.Build(options))
        {
            secret = first.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("text");
        }

        await using var second = LocalHost.Build(options);

        Assert.Equal("text", second.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(secret));
    }

    [Fact]
    public async Task Given_a_key_that_a_backup_is_reading_when_another_is_made_then_it_is_kept_all_the_same()
    {
        using var folder = new TemporaryFolder();
        var data = folder.Inside("data");
        await using var app = LocalHost.Build(new LocalOptions { Data = data, IsQuiet = true });
        app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("text");
        using var held = new FileStream(Assert.Single(Directory.GetFiles(Path.Combine(data, "keys"), "*.xml")), FileMode.Open, FileAccess.Read, FileShare.None);
        var now = TimeProvider.System.GetUtcNow();

        app.Services.GetRequiredService<IKeyManager>().CreateNewKey(now, now.AddDays(90));

        var keys = Directory.GetFiles(Path.Combine(data, "keys"), "*.xml");
        Assert.Equal(2, keys.Length);
        Assert.All(keys, key => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(key) == OwnerOnly));
    }

    /// <summary>As a disk may leave it that lost its power.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public async Task Given_a_key_cut_short_when_the_host_starts_then_it_names_it_and_answers_three(int length)
    {
        using var folder = new TemporaryFolder();
        var data = folder.Inside("data");
        await using (var app = LocalHost.Build(new LocalOptions { Data = data, IsQuiet = true }))
        {
            app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("text");
        }

        var key = Assert.Single(Directory.GetFiles(Path.Combine(data, "keys"), "*.xml"));
        await File.WriteAllBytesAsync(key, (await File.ReadAllBytesAsync(key))[..length]);
        using var error = new StringWriter();

        Assert.Equal(3, await LocalCommand.RunAsync(["--quiet", "--data", data, "--urls", "http://127.0.0.1:0"], TextWriter.Null, error));
        Assert.Contains(key, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_file_where_the_folder_should_be_when_the_host_starts_then_it_says_so_and_answers_three()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Inside("data"), "");
        using var error = new StringWriter();

        Assert.Equal(3, await LocalCommand.RunAsync(["--data", folder.Inside("data"), "--urls", "http://127.0.0.1:0"], TextWriter.Null, error));
        Assert.StartsWith("The data folder ", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_database_that_is_none_when_the_host_starts_then_it_says_so_and_answers_three()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.Inside("data"));
        await File.WriteAllBytesAsync(Path.Combine(folder.Inside("data"), "salesperf.db"), [.. Enumerable.Repeat((byte)'x', 8_192)]);
        using var error = new StringWriter();

        Assert.Equal(3, await LocalCommand.RunAsync(["--quiet", "--data", folder.Inside("data"), "--urls", "http://127.0.0.1:0"], TextWriter.Null, error));
        Assert.Contains("not a database", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Restore a backup into another folder.", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_an_address_that_is_not_this_machines_when_the_host_starts_then_it_says_so_and_answers_one()
    {
        using var folder = new TemporaryFolder();
        using var error = new StringWriter();

        // 203.0.113.0/24 is reserved for documentation: no machine has it.
        Assert.Equal(1, await LocalCommand.RunAsync(["--quiet", "--data", folder.Inside("data"), "--urls", "http://203.0.113.7:7071"], TextWriter.Null, error));
        Assert.StartsWith("http://203.0.113.7:7071 cannot be listened on: ", error.ToString(), StringComparison.Ordinal);
    }
}
