using System.Text;
using SalesPerf.Platform.Email;
using SalesPerf.Platform.Email.Folder;

namespace SalesPerf.Platform.Tests.Email;

public sealed class FolderEmailSenderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly FolderEmailSender sender;

    public FolderEmailSenderTests() => sender = new FolderEmailSender(folder.File("mail"), EmailSource.Local);

    public void Dispose()
    {
        sender.Dispose();
        folder.Dispose();
    }

    // 23:30 in New York on the 15th is the 16th in UTC.
    private static EmailMessage Mail(string text = "Hi", string id = "digest.2026-W47.p-7@salesperf.local") =>
        new(id, "ada@example.com", "Ada", "Your week", $"<p>{text} ü</p>", text, new DateTimeOffset(2026, 11, 15, 23, 30, 0, TimeSpan.FromHours(-5)));

    private string[] Files() => [.. Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder.File("mail"), path).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task Given_a_mail_when_sent_then_it_and_its_preview_are_in_the_folder_of_its_day()
    {
        await sender.SendAsync(Mail(), CancellationToken.None);
        Assert.Equal(["2026-11-16/digest.2026-W47.p-7@salesperf.local.eml", "2026-11-16/digest.2026-W47.p-7@salesperf.local.html"], Files());
        Assert.Equal(MimeMessage.Compose(Mail(), EmailSource.Local), await File.ReadAllBytesAsync(Path.Combine(folder.File("mail"), Files()[0])));
        Assert.Equal("<p>Hi ü</p>", await File.ReadAllTextAsync(Path.Combine(folder.File("mail"), Files()[1]), Encoding.UTF8));
    }

    [Fact]
    public async Task Given_a_mail_sent_when_sent_again_then_nothing_changes_and_a_missing_preview_is_added()
    {
        await sender.SendAsync(Mail(), CancellationToken.None);
        var before = Files();
        File.Delete(Path.Combine(folder.File("mail"), before[1]));
        await sender.SendAsync(Mail(), CancellationToken.None);
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task Given_another_content_under_the_same_message_id_when_sent_then_it_gets_a_name_of_its_own_and_repeats_find_it()
    {
        foreach (var text in new[] { "one", "two", "three", "two", "one", "three" })
        {
            await sender.SendAsync(Mail(text), CancellationToken.None);
        }

        const string Name = "2026-11-16/digest.2026-W47.p-7@salesperf.local";
        Assert.Equal([Name + "-2.eml", Name + "-2.html", Name + "-3.eml", Name + "-3.html", Name + ".eml", Name + ".html"], Files());
        Assert.Contains("two", await File.ReadAllTextAsync(folder.File("mail/" + Name + "-2.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Given_a_folder_that_cannot_be_written_when_sent_then_the_mail_is_deferred_and_taken_once_it_can()
    {
        await File.WriteAllTextAsync(folder.File("mail"), "a file in the place of the folder");
        Assert.IsType<EmailOutcome.Deferred>(await sender.SendAsync(Mail(), CancellationToken.None));

        File.Delete(folder.File("mail"));
        Assert.IsType<EmailOutcome.Accepted>(await sender.SendAsync(Mail(), CancellationToken.None));
        Assert.Equal(2, Files().Length);
    }

    [Fact]
    public async Task Given_hostile_message_ids_when_sent_then_files_stay_in_their_folder_and_apart()
    {
        string[] ids = ["../../evil@x", "/etc/passwd@x", "a/b@x", "a_2Fb@x", "..@x", "%00@x", new string('a', 240) + "1@x", new string('a', 240) + "2@x"];
        foreach (var id in ids)
        {
            await sender.SendAsync(Mail(id: id), CancellationToken.None);
        }

        var files = Files();
        Assert.Equal(2 * ids.Length, files.Length);
        Assert.All(files, file => Assert.Matches("^2026-11-16/[A-Za-z0-9._@-]{1,200}\\.(eml|html)$", file));
    }

    [Fact]
    public async Task Given_many_senders_at_once_when_done_then_every_content_is_there_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(index => Task.Run(() => sender.SendAsync(Mail($"text {index % 10}"), CancellationToken.None))));
        Assert.Equal(10, Files().Count(file => file.EndsWith(".eml", StringComparison.Ordinal)));
        Assert.Equal(20, Files().Length);
    }

    [Fact]
    public async Task Given_a_mail_to_nobody_when_sent_then_it_is_an_error_and_no_file_is_left()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => sender.SendAsync(Mail() with { To = "nobody" }, CancellationToken.None));
        Assert.False(Directory.Exists(folder.File("mail")));
    }
}
