using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SalesPerf.Benchmarks.Soak;

/// <summary>Makes the requests of the soak: batches of mixed sizes, some with a bad item, single signed webhooks, HubSpot's changes, forged ones.</summary>
internal sealed class SoakRequests(SoakFeed feed, string adminKey, Random random)
{
    private const string Batch = "application/cloudevents-batch+json";
    private static readonly int[] Sizes = [1, 1, 3, 7, 20, 100];

    private readonly byte[] hookKey = RandomNumberGenerator.GetBytes(32);

    // Blocks of whole deals.
    private readonly Numbers crm = new(4_000, random);
    private readonly Numbers hooks = new(500, random);
    private readonly Numbers hubSpot = new(600, random);

    public long CrmGiven => crm.Given;

    public long HooksGiven => hooks.Given;

    public long HubSpotGiven => hubSpot.Given;

    public string HubSpotSecret { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public string HookSecret => "whsec_" + Convert.ToBase64String(hookKey);

    public SoakRequest Next() => random.Next(100) switch
    {
        < 30 => HookOf(hooks.Next(1)[0], hookKey),
        < 35 => HubSpotOf(hubSpot.Next(random.Next(1, 11))),
        < 37 => HookOf(-1, RandomNumberGenerator.GetBytes(32)) with { Events = 0 },
        _ => CrmOf(crm.Next(Sizes[random.Next(Sizes.Length)]), random.Next(10) == 0),
    };

    /// <summary>What is left of the blocks that were begun.</summary>
    public IEnumerable<SoakRequest> Rest()
    {
        while (!crm.IsBetweenBlocks)
        {
            yield return CrmOf(crm.Rest(100), withBad: false);
        }

        while (!hooks.IsBetweenBlocks)
        {
            yield return HookOf(hooks.Rest(1)[0], hookKey);
        }

        while (!hubSpot.IsBetweenBlocks)
        {
            yield return HubSpotOf(hubSpot.Rest(10));
        }
    }

    private SoakRequest CrmOf(long[] numbers, bool withBad)
    {
        var events = numbers.Select(feed.CrmEvent).ToList();
        if (withBad)
        {
            var bad = feed.CrmEvent(1);
            bad["time"] = "yesterday";
            events.Insert(random.Next(events.Count + 1), bad);
        }

        return new SoakRequest("/api/v1/activities", Batch, Bytes(new JsonArray([.. events])), numbers.Length, withBad ? 1 : 0, (_, _) => [new("x-api-key", adminKey)]);
    }

    private SoakRequest HookOf(long number, byte[] key)
    {
        var body = Bytes(feed.Hook(Math.Max(number, 0)));
        var id = SoakFeed.HookKey(number);
        return new SoakRequest("/api/v1/webhooks/" + SoakFeed.Hooks, "application/json", body, 1, 0, (_, now) =>
        {
            var seconds = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{seconds}."), .. body];
            var signature = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
            return [new("webhook-id", id), new("webhook-timestamp", seconds), new("webhook-signature", signature)];
        });
    }

    private SoakRequest HubSpotOf(long[] numbers)
    {
        var body = Bytes(new JsonArray([.. numbers.Select(feed.HubSpotChange)]));
        return new SoakRequest("/api/v1/webhooks/" + SoakFeed.HubSpot, "application/json", body, numbers.Length, 0, (address, now) =>
        {
            var time = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            byte[] signed = [.. Encoding.UTF8.GetBytes("POST" + address.AbsoluteUri), .. body, .. Encoding.UTF8.GetBytes(time)];
            var signature = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(HubSpotSecret), signed));
            return [new("X-HubSpot-Request-Timestamp", time), new("X-HubSpot-Signature-v3", signature)];
        });
    }

    private static byte[] Bytes(JsonNode body) => Encoding.UTF8.GetBytes(body.ToJsonString());
}
