using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SalesPerf.Benchmarks.Feeds;
using SalesPerf.Benchmarks.Measuring;
using SalesPerf.Benchmarks.Ours;

namespace SalesPerf.Benchmarks.Webhooks;

/// <summary>Single signed webhooks: ours verified, read, durable; against Kestrel that checks the same HMAC, parses the body and answers the same, and keeps nothing.</summary>
internal static class WebhookComparison
{
    private const string Path = "/api/v1/webhooks/signed";
    private const double RequestsPerSecond = 200;
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public static async Task RunAsync(BenchmarkOptions options, Report report)
    {
        await using var ours = await OurHost.StartAsync();
        await ours.PutAsync("sources/signed", new JsonObject { ["id"] = "signed", ["provider"] = "standard-webhooks" });
        await ours.PutAsync("sources/signed/secret", new JsonObject { ["secrets"] = new JsonArray("whsec_" + Convert.ToBase64String(Key)) });
        await using var bare = BareServer.Build();
        bare.MapPost(Path, AnswerAsync);
        await bare.StartAsync();
        using var http = Posting.Client(bare.Urls.First());
        await CheckAsync(ours, http);
        report.Say("Before webhooks were timed both answered 202 with the same body to what is signed, and 401 to a body that was changed after it was signed.");

        var count = options.Of(5_000);
        var rounds = Enumerable.Range(0, options.Rounds + 1).Select(round => Webhooks(ours.Clock.GetUtcNow(), round, count)).ToList();
        await Comparison.RunAsync("Single signed webhooks", options, report,
            async round =>
            {
                var lap = Lap.Start();
                await Posting.SendAsync(ours.Http, Path, rounds[round]);
                var acknowledged = lap.Take("ours, acknowledged (on disk in the queue, ingestion running beside it)", count);
                await ours.DrainAsync();
                var stored = lap.Take("ours, stored and rolled up", count);
                await ours.SettleAsync();
                return [acknowledged, stored];
            },
            async round =>
            {
                var lap = Lap.Start();
                await Posting.SendAsync(http, Path, rounds[round]);
                return [lap.Take("Kestrel with HMAC and parse, nothing kept", count)];
            });
        await ByTheClockAsync(options, report, ours, bare.Urls.First());
    }

    /// <summary>The time that a provider would wait for its answer at so many requests a second; ingestion runs beside it.</summary>
    private static async Task ByTheClockAsync(BenchmarkOptions options, Report report, OurHost ours, string bare)
    {
        var rate = options.Rate ?? RequestsPerSecond;
        var count = (int)Math.Max(100, options.Of((int)(rate * 20)));
        var rows = new List<string[]>();
        foreach (var (name, address) in new[] { ("warming up", ours.Http.BaseAddress!.ToString()), ("ours, acknowledged", ours.Http.BaseAddress!.ToString()), ("Kestrel with HMAC and parse, nothing kept", bare) })
        {
            using var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = Timeout.InfiniteTimeSpan }) { BaseAddress = new Uri(address) };
            var webhooks = Webhooks(ours.Clock.GetUtcNow(), 1_000 + rows.Count, count);
            GC.Collect();
            var (p50, p99, max) = await OpenLoop.RunAsync(rate, count, async number =>
            {
                using var answer = await webhooks[number].SendAsync(http, Path, default);
                answer.EnsureSuccessStatusCode();
            });
            rows.Add([name, Report.Text(p50), Report.Text(p99), Report.Text(max)]);
            await ours.SettleAsync();
        }

        report.Add(
            string.Create(CultureInfo.InvariantCulture, $"Signed webhooks by the clock: {rate:0.#} a second, {count:N0} of them, from when each was to be sent to its whole answer"),
            ["", "p50, ms", "p99, ms", "slowest, ms"],
            rows.Skip(1));
    }

    private static async Task CheckAsync(OurHost ours, HttpClient bare)
    {
        var signed = Webhooks(ours.Clock.GetUtcNow(), -1, 1)[0];
        var changed = signed with { Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(signed.Body).Replace("c-0", "c-1", StringComparison.Ordinal)) };
        Comparison.RequireEqual("A signed webhook", await AnswerOfAsync(ours.Http, signed), await AnswerOfAsync(bare, signed));
        foreach (var http in (HttpClient[])[ours.Http, bare])
        {
            using var refused = await changed.SendAsync(http, Path, default);
            Comparison.RequireEqual("A webhook that was changed", HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        await ours.SettleAsync();
    }

    private static async Task<string> AnswerOfAsync(HttpClient http, Posting posting)
    {
        using var answer = await posting.SendAsync(http, Path, default);
        return $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
    }

    private static List<Posting> Webhooks(DateTimeOffset now, int round, int count) => [.. Enumerable.Range(0, count).Select(number =>
    {
        var body = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["type"] = number % 3 == 0 ? "call.completed" : "email.sent",
            ["timestamp"] = now.AddMinutes(-(number % 1_000)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["data"] = new JsonObject { ["owner"] = ActivityFeed.Owner(number), ["account"] = $"a-{number % 997}", ["conversation"] = $"c-{number}" },
        }.ToJsonString());
        var (id, seconds) = (string.Create(CultureInfo.InvariantCulture, $"w-{round}-{number}"), now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return new Posting(body, "application/json") { Headers = [new("webhook-id", id), new("webhook-timestamp", seconds), new("webhook-signature", Sign(id, seconds, body))] };
    })];

    private static string Sign(string id, string seconds, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Key);
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{seconds}."));
        hash.AppendData(body);
        return "v1," + Convert.ToBase64String(hash.GetHashAndReset());
    }

    private static async Task<IResult> AnswerAsync(HttpRequest request)
    {
        var body = await BareServer.BodyAsync(request);
        var expected = Sign(request.Headers["webhook-id"].ToString(), request.Headers["webhook-timestamp"].ToString(), body.Span);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(request.Headers["webhook-signature"].ToString())))
        {
            return Results.Unauthorized();
        }

        using var parsed = JsonDocument.Parse(body);
        return Results.Json(new WebhookAnswer(parsed.RootElement.ValueKind == JsonValueKind.Object ? 1 : 0, []), statusCode: StatusCodes.Status202Accepted);
    }

    private sealed record WebhookAnswer(int Accepted, int[] Rejected);
}
