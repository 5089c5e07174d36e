using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Tests;

/// <summary>Verified requests to one provider, and what must be true of every provider's answers.</summary>
/// <param name="provider">Its name.</param>
/// <param name="secret">The source's secret.</param>
/// <param name="sign">A request with the body that the provider's own rule makes genuine.</param>
internal sealed class ProviderPosts(string provider, string secret, Func<byte[], WebhookRequest> sign)
{
    public IConnector Connector { get; } = ConnectorRegistry.For(provider)!;

    public ConnectorResult Read(WebhookRequest request, DateTimeOffset? now = null) =>
        Connector.Read(request, Samples.Source(provider), new SourceSecrets(secret), now ?? Samples.Now);

    public ConnectorResult Read(string body, DateTimeOffset? now = null) => Read(sign(Samples.Utf8(body)), now);

    public IReadOnlyList<ReadItem> Items(string body) => Assert.IsType<ConnectorResult.Accepted>(Read(body)).Items;

    public Activity Activity(string body) => Assert.IsType<ReadActivity>(Assert.Single(Items(body))).Activity;

    /// <summary>A deal that was closed when it was created: that, with all its fields, and then that it was closed.</summary>
    public void IsCreatedThen(string type, string body)
    {
        var items = Items(body).Cast<ReadActivity>().Select(item => item.Activity).ToList();
        Assert.Equal(["deal.created", type], items.Select(item => item.Type));
        Assert.NotEmpty(items[0].Fields!);
        Assert.Empty(items[1].Fields!);
        Assert.Equal(items[0].Deal, items[1].Deal);
        Assert.NotEqual(items[0].Key, items[1].Key);
    }

    public string Ignored(string body) => Assert.IsType<IgnoredItem>(Assert.Single(Items(body))).Reason;

    public IReadOnlyList<string> Pointers(string body) =>
        [.. Assert.IsType<RejectedItem>(Assert.Single(Items(body))).Errors.Select(error => error.Pointer)];

    public void Refused(WebhookRequest request, string reason = "signature-wrong", string? with = "") =>
        Assert.Equal(reason, Assert.IsType<ConnectorResult.Unauthorized>(Connector.Read(request, Samples.Source(provider), new SourceSecrets(with == "" ? secret : with), Samples.Now)).Reason);

    /// <summary>The old and the new secret both count while a change is under way; none, and a blank one, never.</summary>
    public void SecretsMayRotate(string body)
    {
        var request = sign(Samples.Utf8(body));
        Assert.IsType<ConnectorResult.Accepted>(Connector.Read(request, Samples.Source(provider), new SourceSecrets("00ff00ff:another", secret), Samples.Now));
        Refused(request, "secret-missing", null);
        Refused(request, "secret-missing", " ");
    }

    /// <summary>However often and whenever it comes, it is the same activity.</summary>
    public void IsSameAgain(string body, string? retry = null)
    {
        var (first, again) = (Items(body), Assert.IsType<ConnectorResult.Accepted>(Read(sign(Samples.Utf8(retry ?? body)), Samples.Now)).Items);
        Assert.Equal(first.Count, again.Count);
        Assert.All(first.Zip(again), pair => Assert.True(ActivityContent.AreEqual(((ReadActivity)pair.First).Activity, ((ReadActivity)pair.Second).Activity)));
    }

    /// <summary>Whatever is cut off or changed, there is one of the documented answers, and what is accepted can be stored.</summary>
    public void Survives(int mutations, params string[] bodies)
    {
        var random = new Random(20260302);
        foreach (var body in bodies)
        {
            var bytes = Samples.Utf8(body);
            Assert.All(Enumerable.Range(0, bytes.Length), length => Checked(Read(sign(bytes[..length]))));
            for (var i = 0; i < mutations; i++)
            {
                Checked(Read(sign(Mutated(bytes, random))));
            }
        }

        foreach (var hostile in new[] { "", "null", "5", "[]", "{}", "[{}]", "\"\\ud800\"", "\uFEFF{}", "{\"a\":1,\"a\":2}", new string('[', 100_000), $"{{\"id\":{new string('9', 100_000)}}}", "<a/>" })
        {
            Checked(Read(hostile));
        }
    }

    private static void Checked(ConnectorResult result)
    {
        Assert.True(result is ConnectorResult.Accepted or ConnectorResult.BadRequest or ConnectorResult.Unauthorized or ConnectorResult.UnsupportedMediaType);
        foreach (var item in result is ConnectorResult.Accepted accepted ? accepted.Items : [])
        {
            if (item is ReadActivity { Activity: var activity })
            {
                Assert.InRange(activity.Key.Length, 1, ItemLimits.MaxKey);
                Assert.NotEmpty(activity.Type);
                Assert.InRange(ActivityContent.Bytes(activity).Length, 1, ItemLimits.MaxItemBytes);
                Assert.InRange(activity.OccurredAt.Year, 2000, 2036);
            }
            else if (item is RejectedItem rejected)
            {
                Assert.All(rejected.Errors, error => Assert.NotEmpty(error.Detail));
                Assert.NotEmpty(rejected.Errors);
            }
        }
    }

    private static byte[] Mutated(byte[] body, Random random)
    {
        var bytes = (byte[])body.Clone();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            bytes[random.Next(bytes.Length)] = (byte)(random.Next(4) == 0 ? random.Next(256) : "[]{}\",:\\ud8e0123.- "[random.Next(19)]);
        }

        return bytes;
    }
}
