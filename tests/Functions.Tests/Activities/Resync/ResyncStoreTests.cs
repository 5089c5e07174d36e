using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Storage;
using SalesPerf.Functions.Tests.Sources;
using SalesPerf.Local.Messages;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Activities.Resync;

/// <summary>Exports as they really are, on the store that the tests are run with: see TestStore.</summary>
public sealed class ResyncStoreTests(SourceHost host) : IClassFixture<SourceHost>
{
    private const string Keyed = """{"type":"call.completed","columns":{"eventId":"id","time":"when","owner":"who","contact":"contact"}}""";
    private const string Keyless = """{"type":"call.completed","time":"yyyy-MM-dd HH:mm","columns":{"time":"when","owner":"who","contact":"contact"}}""";

    private static readonly DateTimeOffset Day = new(2026, 6, 29, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Given_a_feed_with_a_hole_of_thirty_minutes_when_the_whole_export_is_uploaded_then_exactly_the_missing_events_are_added(bool isKeyless)
    {
        var (holed, whole) = (isKeyless ? "holed-keyless" : "holed", isKeyless ? "whole-keyless" : "whole");

        // Every seven seconds a call of one of five, twice as many when the minute is even, for two hours.
        List<(string Id, DateTimeOffset At, string Owner)> feed = [.. Enumerable.Range(0, 1_028)
            .Select(number => ($"c{number}", Day.AddSeconds(number * 7), $"o{number % 5}"))
            .SelectMany(call => call.Item2.Minute % 2 == 0 ? [call, (call.Item1 + "b", call.Item2, call.Item3)] : new[] { call })];
        var lost = feed.Where(call => call.At >= Day.AddMinutes(40) && call.At < Day.AddMinutes(70)).ToList();
        foreach (var (source, heard) in new[] { (holed, feed.Except(lost)), (whole, feed) })
        {
            await host.PutAsync(source, "cloudevents");
            foreach (var calls in heard.Chunk(100))
            {
                var (status, body) = await host.PostAsync(
                    source,
                    $"[{string.Join(',', calls.Select(call => $$"""{"specversion":"1.0","id":"{{call.Id}}","source":"{{source}}","type":"call.completed","time":"{{call.At.UtcDateTime:yyyy-MM-ddTHH:mm:ss}}Z","data":{"owner":"{{call.Owner}}"} }"""))}]",
                    ("Content-Type", "application/cloudevents-batch+json"),
                    ("Authorization", $"Bearer {SourceHost.Secret}"));
                Assert.True(status is 200 or 202, body);
            }
        }

        // Not in the order in which it happened, and in three parts.
        string[] rows = [.. feed.OrderBy(call => call.Id, StringComparer.Ordinal).Select(call => isKeyless
            ? string.Create(CultureInfo.InvariantCulture, $"{call.At.UtcDateTime:yyyy-MM-dd HH:mm},{call.Owner},")
            : string.Create(CultureInfo.InvariantCulture, $"{call.Id},{call.At.UtcDateTime:yyyy-MM-ddTHH:mm:ss}Z,{call.Owner},"))];
        await OpenAsync(holed, "ban", isKeyless ? "when,who,contact" : "id,when,who,contact", isKeyless ? Keyless : Keyed);
        var counts = (0, 0, 0, 0);
        foreach (var (index, part) in rows.Chunk(700).Index())
        {
            var (status, told) = await PutAsync(holed, "ban", index + 1, Encoding.UTF8.GetBytes(string.Join('\n', part)));
            Assert.Equal(200, status);
            var taken = Exports.Counts(told);
            counts = (counts.Item1 + taken.Item1, counts.Item2 + taken.Item2, counts.Item3 + taken.Item3, counts.Item4 + taken.Item4);
        }

        Assert.Equal((feed.Count, lost.Count, feed.Count - lost.Count, 0), counts);
        Assert.Equal(await TotalsAsync(whole), await TotalsAsync(holed));
        await OpenAsync(holed, "rerun", isKeyless ? "when,who,contact" : "id,when,who,contact", isKeyless ? Keyless : Keyed);
        Assert.Equal((feed.Count, 0, feed.Count, 0), Exports.Counts((await PutAsync(holed, "rerun", 1, Encoding.UTF8.GetBytes(string.Join('\n', rows)))).Body));
    }

    [Fact]
    public async Task Given_parts_that_are_compressed_marked_or_of_other_encodings_when_sent_then_they_are_read_or_refused_by_name()
    {
        await host.PutAsync("encoded", "cloudevents");
        await OpenAsync("encoded", "one", "id,when,who,contact", Keyed);
        const string text = "id,when,who,contact\r\na,2026-06-29T08:00:00Z,1,Zoë\r\n";
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(text));
        }

        Assert.Equal((1, 1, 0, 0), Exports.Counts((await PutAsync("encoded", "one", 1, packed.ToArray(), ("Content-Encoding", "gzip"))).Body));

        // The same content is the same part, packed or not.
        Assert.Equal(200, (await PutAsync("encoded", "one", 1, Encoding.UTF8.GetBytes(text))).Status);
        Assert.Equal((1, 0, 1, 0), Exports.Counts((await PutAsync("encoded", "one", 2, [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)])).Body));
        Assert.Equal(400, (await PutAsync("encoded", "one", 3, packed.ToArray()[..^6], ("Content-Encoding", "gzip"))).Status);
        Assert.Equal(400, (await PutAsync("encoded", "one", 3, Encoding.Unicode.GetBytes(text))).Status);
        Assert.Equal(400, (await PutAsync("encoded", "one", 3, [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)])).Status);
        Assert.Equal(415, (await PutAsync("encoded", "one", 3, packed.ToArray(), ("Content-Encoding", "br"))).Status);
        var latin = await PutAsync("encoded", "one", 3, Encoding.Latin1.GetBytes($"{text}b,2026-06-29T08:00:00Z,1,Kim\r\n"));
        Assert.Equal((2, 1, 0, 1), Exports.Counts(latin.Body));
        Assert.Equal("The row is not valid UTF-8.", (string?)latin.Body["problems"]![0]!["errors"]![0]!["detail"]);
    }

    [Theory]
    [InlineData(null, "2026-03-28T23:00:00.0000000Z")]
    [InlineData("Etc/UTC", "2026-03-29T00:00:00.0000000Z")]
    public async Task Given_dates_without_an_offset_when_uploaded_then_they_are_of_the_organisation_unless_the_mapping_says_otherwise(string? zone, string at)
    {
        var source = $"zone-{zone?.Length}";
        await host.PutAsync(source, "cloudevents");
        var calendar = """{"id":"default","zone":"Europe/Berlin"}"""u8.ToArray();
        var (status, _) = await host.SendAsync("PUT", "/api/v1/calendar", calendar, true);
        Assert.True(status is 200 or 201 or 428, $"{status}");
        await OpenAsync(source, "one", "id,when,who,contact", Keyed.Replace("{\"type\"", zone is null ? "{\"type\"" : $"{{\"zone\":\"{zone}\",\"type\"", StringComparison.Ordinal));

        // In the hour that the clocks skip its end is meant, of the hour that comes twice the first.
        Assert.Equal(200, (await PutAsync(source, "one", 1, "a,2026-03-29,1,\nb,2026-03-29 02:30:00,1,\nc,2025-10-26 02:30:00,1,"u8.ToArray())).Status);

        var held = await HeldAsync(source, "1");
        Assert.Equal(
            zone is null ? ["2025-10-26T00:30:00.0000000Z", at, "2026-03-29T01:00:00.0000000Z"] : ["2025-10-26T02:30:00.0000000Z", at, "2026-03-29T02:30:00.0000000Z"],
            held.Select(activity => CanonicalText.Of(activity.OccurredAt)));
    }

    private async Task OpenAsync(string source, string id, string header, string mapping)
    {
        var (status, body) = await host.SendAsync(
            "POST", $"/api/v1/sources/{source}/resync", Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","columns":["{{header.Replace(",", "\",\"", StringComparison.Ordinal)}}"],"mapping":{{mapping}} }"""), true);
        Assert.True(status is 201, body);
    }

    private async Task<(int Status, JsonNode Body)> PutAsync(string source, string id, int part, byte[] rows, params (string Name, string Value)[] headers)
    {
        while (true)
        {
            var (status, body) = await host.SendAsync("PUT", $"/api/v1/sources/{source}/resync/{id}/parts/{part}", rows, true, [("Content-Type", "text/csv"), .. headers]);
            if (status != 503)
            {
                return (status, JsonNode.Parse(body)!);
            }

            // What came before is not stored yet: a busy machine takes longer than a part waits.
            await host.Get<MessagePump>().DrainAsync();
        }
    }

    /// <summary>How many calls there are of each owner, and of each local day in the month's rollup.</summary>
    private async Task<string> TotalsAsync(string source)
    {
        await host.Get<MessagePump>().DrainAsync();
        var totals = new StringBuilder();
        foreach (var owner in Enumerable.Range(0, 5).Select(number => $"o{number}"))
        {
            var held = await HeldAsync(source, owner);
            totals.Append(CultureInfo.InvariantCulture, $"{owner}: {held.Count}, {string.Join(' ', held.CountBy(activity => activity.OccurredAt.Hour * 60 + activity.OccurredAt.Minute).OrderBy(pair => pair.Key))}");
            var rollup = await host.Get<IDocumentStore>().ReadAsync(Partitions.Who(source, owner), RollupDocuments.Id("2026-06"), default);
            totals.Append(JsonNode.Parse(rollup!.Body.Span)!["days"]?.ToJsonString());
        }

        return totals.ToString();
    }

    private async Task<List<Activity>> HeldAsync(string source, string owner)
    {
        await host.Get<MessagePump>().DrainAsync();
        var held = new List<Activity>();
        await foreach (var activity in host.Get<IDocumentStore>().RangeAsync<Activity>(new RangeQuery(Partitions.Who(source, owner), ActivityDocuments.Kind, Size: 1_000), default))
        {
            held.Add(activity.Value);
        }

        return held;
    }
}
