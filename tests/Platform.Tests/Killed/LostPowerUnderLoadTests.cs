using System.Globalization;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Sqlite;
using SalesPerf.Platform.Messages.Embedded;
using Xunit.Abstractions;

namespace SalesPerf.Platform.Tests.Killed;

/// <summary>
/// A disk whose power was cut while callers, senders and a receiver were at work: at every frame of the log, within frames, with torn frames, over an older log, and
/// while the log was being copied back. What was acknowledged before is there, once; no commit is there in part; no message is gone without what it was for.
/// </summary>
public sealed class LostPowerUnderLoadTests(ITestOutputHelper output) : IDisposable
{
    private const int Sector = 512;

    private readonly TemporaryFolder folder = TemporaryFolder.InMemory();
    private readonly Random random = new(20261122);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Given_a_log_that_is_cut_or_torn_anywhere_when_opened_then_all_acknowledged_before_is_there_once_and_nothing_in_part()
    {
        var written = await LoadedDatabase.WriteAsync(folder.File("live"));
        var images = 0;
        foreach (var (kept, log) in Logs(written))
        {
            // The index may be gone, left over, or of another time altogether.
            var index = (images % 3) switch { 0 => null, 1 => written.Index, _ => Garbage(written.Index.Length) };
            await CheckAsync(written, kept, written.File, log, index);
            images++;
        }

        output.WriteLine($"{images} images of {written.End:N0} bytes of log, {written.Acknowledged.Count} acknowledgements");
        Assert.True(images > 200, $"Only {images} images.");
    }

    [Fact]
    public async Task Given_a_log_that_was_copied_back_in_part_when_opened_then_all_that_was_acknowledged_is_there_once()
    {
        var written = await LoadedDatabase.WriteAsync(folder.File("live"));
        var log = written.Log[..(int)written.End];
        var pages = WriteAheadLog.Pages(written.Log, written.End);
        for (var image = 0; image < 40; image++)
        {
            await CheckAsync(written, written.End, CopiedBack(written.File, pages), log, null);
        }
    }

    /// <summary>What the disk may have of the log, with how many of its bytes are sure.</summary>
    private IEnumerable<(long Kept, byte[] Log)> Logs(LoadedDatabase written)
    {
        var log = written.Log[..(int)written.End];
        foreach (var cut in (int[])[0, 1, WriteAheadLog.Header - 1])
        {
            yield return (cut, log[..cut]);
        }

        for (var frame = WriteAheadLog.Header; frame < log.Length; frame += WriteAheadLog.Frame)
        {
            var inside = frame + random.Next(1, WriteAheadLog.Frame);
            yield return (frame, log[..frame]);
            if (frame / WriteAheadLog.Frame % 2 == 0)
            {
                yield return (frame, [.. log[..frame], .. written.Before.AsSpan(Math.Min(frame, written.Before.Length))]);
                yield return (inside, log[..inside]);
            }
            else
            {
                yield return (inside, [.. log[..inside], .. Garbage(frame + WriteAheadLog.Frame - inside)]);
                yield return (frame, [.. log[..frame], .. Torn(log.AsSpan(frame))]);
            }
        }

        yield return (log.Length, log);
    }

    /// <summary>Some sectors of what was being written arrived, in no order.</summary>
    private byte[] Torn(ReadOnlySpan<byte> written)
    {
        var torn = written.ToArray();
        for (var at = 0; at < torn.Length; at += Sector)
        {
            if (random.Next(3) == 0)
            {
                torn.AsSpan(at, Math.Min(Sector, torn.Length - at)).Clear();
            }
        }

        return torn;
    }

    /// <summary>Of every page that the log holds, some sectors were written over, or spoilt, when the power went.</summary>
    private byte[] CopiedBack(byte[] file, IReadOnlyDictionary<int, byte[]> pages)
    {
        var last = random.Next(2) == 0 ? file.Length : pages.Keys.Max() * WriteAheadLog.Page;
        var copied = new byte[Math.Max(last, file.Length)];
        file.CopyTo(copied, 0);
        foreach (var (number, page) in pages)
        {
            var start = (number - 1) * WriteAheadLog.Page;
            for (var at = 0; at < WriteAheadLog.Page && start + at < copied.Length; at += Sector)
            {
                switch (random.Next(3))
                {
                    case 0:
                        page.AsSpan(at, Sector).CopyTo(copied.AsSpan(start + at));
                        break;
                    case 1 when start + at > 0:
                        Garbage(Sector).CopyTo(copied, start + at);
                        break;
                }
            }
        }

        return copied;
    }

    private async Task CheckAsync(LoadedDatabase written, long kept, byte[] file, byte[] log, byte[]? index)
    {
        var after = folder.File("after");
        Directory.CreateDirectory(after);
        var path = Path.Combine(after, SqliteFile.Name);
        await File.WriteAllBytesAsync(path, file);
        await File.WriteAllBytesAsync(path + "-wal", log);
        if (index is not null)
        {
            await File.WriteAllBytesAsync(path + "-shm", index);
        }

        HashSet<string> said = [.. written.Acknowledged.Where(one => one.End <= kept).Select(one => one.What)];
        using (var database = LoadedDatabase.Open(after))
        {
            var store = new SqliteDocumentStore(database);
            await CheckCommitsAsync(store, said);
            await CheckMessagesAsync(store, new EmbeddedMessageBus(database, new EmbeddedMessageOptions()), said);
            Assert.Equal("ok", database.Read(0, static (session, _) => session.Scalar("PRAGMA integrity_check")));
        }

        Directory.Delete(after, recursive: true);
    }

    private static async Task CheckCommitsAsync(SqliteDocumentStore store, HashSet<string> said)
    {
        Assert.Equal(60, (await store.RangeAsync(new RangeQuery("before", "note", Size: 100), CancellationToken.None)).Items.Count);
        for (var writer = 0; writer < LoadedDatabase.Writers; writer++)
        {
            var pk = LoadedDatabase.Writer(writer);
            var ids = (await store.RangeAsync(new RangeQuery(pk, "note", Size: 100), CancellationToken.None)).Items.Select(item => item.Id).ToList();
            var count = ids.Count / 2;
            Assert.Equal(Enumerable.Range(0, count).SelectMany(number => new[] { $"a{number}", $"b{number}" }), ids);
            var counter = await store.ReadAsync(pk, "counter", CancellationToken.None);
            Assert.Equal(count, counter is null ? 0 : int.Parse(counter.Body.Span, CultureInfo.InvariantCulture) + 1);
            Assert.InRange(count, said.Count(what => what.StartsWith($"committed {pk} ", StringComparison.Ordinal)), int.MaxValue);
        }
    }

    private static async Task CheckMessagesAsync(SqliteDocumentStore store, EmbeddedMessageBus bus, HashSet<string> said)
    {
        var waiting = (await bus.ReceiveAsync("work", 1_000, TimeSpan.FromMinutes(1), CancellationToken.None)).Select(message => message.Body).ToList();
        var kept = (await store.RangeAsync(new RangeQuery("kept", "note", Size: 1_000), CancellationToken.None)).Items.Select(item => item.Id).ToList();
        Assert.Equal(waiting.Distinct(), waiting);
        Assert.Equal(kept.Distinct(), kept);
        foreach (var what in said.Select(what => what.Split(' ')))
        {
            switch (what)
            {
                case ["sent", var body]:
                    Assert.True(waiting.Contains(body) || kept.Contains(body), $"{body} was sent and is lost.");
                    break;
                case ["kept", var body]:
                    Assert.Contains(body, kept);
                    break;
                case ["completed", var body]:
                    Assert.DoesNotContain(body, waiting);
                    break;
            }
        }
    }

    private byte[] Garbage(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
