using System.Globalization;
using System.Text;
using System.Text.Json;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Tests.Corpus;

/// <summary>
/// Whatever the sender of any registered connector sends: one of the documented answers and never an exception, no secret in what is kept, and the same activities when it comes again, in
/// whatever order. Seeded and bounded: <c>FUZZ_ROUNDS</c> sets how many changes of each sample (300), <c>FUZZ_SEED</c> which.
/// </summary>
public sealed class FuzzTests
{
    private static readonly int Rounds = Number("FUZZ_ROUNDS", 300);

    private static readonly int Seed = Number("FUZZ_SEED", 20260302);

    public static TheoryData<string> Providers { get; } = new(ConnectorRegistry.All.Select(connector => connector.Provider));

    [Theory]
    [MemberData(nameof(Providers))]
    public void Read_WhateverItsSenderSends_IsAnsweredAndTheSameAgain(string provider)
    {
        var samples = ProviderSamples.All.Where(sample => sample.Provider == provider).ToList();
        var mutations = new Mutations(new Random(Seed));
        var sent = new List<(WebhookRequest Request, IReadOnlyList<ReadItem> Items)>();
        foreach (var sample in samples)
        {
            // What others send, in their own words, is as hostile as any.
            foreach (var body in ProviderSamples.All.Select(other => Proofs.Utf8(other.ShownInBody is { } shown && other != sample ? other.Body.Replace(shown, "another", StringComparison.Ordinal) : other.Body)).Concat(Enumerable.Range(0, Rounds).Select(_ => mutations.Of(sample.Body, sample.ShownInBody))).Append([0xEF, 0xBB, 0xBF, .. Proofs.Utf8(sample.Body)]))
            {
                var request = sample.Prove(body, sample.Secret, sample.Time);
                sent.Add((request, Checked(sample, request, Source(sample, request))));
            }
        }

        Assert.Contains(sent, one => one.Items.OfType<ReadActivity>().Any() || !samples[0].MeansSomething);
        var again = sent.Select(one => (one.Request, one.Items, Order: one.Request.Body.Length * 31 % 101)).OrderBy(one => one.Order).ToList();
        Assert.All(again, one => SameAgain(samples[0], one.Request, one.Items));
        FoldsAlike(sent.SelectMany(one => one.Items.OfType<ReadActivity>()).Select(read => read.Activity));
    }

    private static List<ReadItem> Checked(ProviderSample sample, WebhookRequest request, ConnectorResult result)
    {
        var seen = new StringBuilder(Encoding.UTF8.GetString(sample.Connector.WithoutSecrets(request.Body).Span));
        foreach (var header in request.Headers.Where(header => sample.Connector.IsContent(header.Key)))
        {
            seen.AppendJoin(' ', header.Value);
        }

        // What is not verified is not kept, so only what is kept must be without secrets.
        var items = new List<ReadItem>();
        switch (result)
        {
            case ConnectorResult.Accepted accepted:
                items.AddRange(accepted.Items);
                if (accepted.Alone is { } alone)
                {
                    Assert.All(items, item => seen.Append(Encoding.UTF8.GetString(alone(item.Index).Span)));
                }

                break;
            case ConnectorResult.BadRequest bad:
                Assert.NotEmpty(bad.Errors);
                break;
            case ConnectorResult.Unauthorized or ConnectorResult.UnsupportedMediaType or ConnectorResult.Handshake:
                return [];
            default:
                Assert.Fail($"{sample}: {result.GetType().Name} is documented nowhere.");
                break;
        }

        foreach (var item in items)
        {
            Stored(item, seen);
        }

        // A body that shows it a second time, where no sender does, is the sender's own doing.
        var shown = sample.ShownInBody ?? sample.Secret;
        Assert.False(
            Count(Encoding.UTF8.GetString(request.Body.Span), shown) <= Count(sample.Body, shown) && seen.ToString().Contains(shown, StringComparison.Ordinal),
            $"{sample}: a secret is kept of {Encoding.UTF8.GetString(request.Body.Span)}");
        return items;
    }

    /// <summary>What is taken can be stored and listed.</summary>
    private static void Stored(ReadItem item, StringBuilder seen)
    {
        switch (item)
        {
            case ReadActivity { Activity: var activity }:
                Assert.InRange(activity.Key.Length, 1, ItemLimits.MaxKey);
                Assert.Null(ActivityTypeName.Problem(activity.Type));
                Assert.InRange(activity.OccurredAt.Year, 2000, 2036);
                Assert.True(activity.RecordType is null || activity.RecordId is not null);
                var bytes = ActivityContent.Bytes(activity);
                Assert.InRange(bytes.Length, 1, ItemLimits.MaxItemBytes);
                seen.Append(Encoding.UTF8.GetString(bytes));
                break;
            case RejectedItem rejected:
                Assert.NotEmpty(rejected.Errors);
                Assert.All(rejected.Errors, error => seen.Append(error.Pointer).Append(error.Detail));
                break;
            case IgnoredItem ignored:
                Assert.NotEmpty(ignored.Reason);
                seen.Append(ignored.Reason);
                break;
        }
    }

    private static void SameAgain(ProviderSample sample, WebhookRequest request, IReadOnlyList<ReadItem> before)
    {
        var after = (Source(sample, request) as ConnectorResult.Accepted)?.Items ?? [];
        Assert.Equal(before.Select(item => item.GetType()), after.Select(item => item.GetType()));
        Assert.All(before.OfType<ReadActivity>().Zip(after.OfType<ReadActivity>()), pair => Assert.True(ActivityContent.AreEqual(pair.First.Activity, pair.Second.Activity)));
    }

    /// <summary>The changes of each deal make one record and one history, whichever comes first and however often. What has the key of another change is never stored.</summary>
    private static void FoldsAlike(IEnumerable<Activity> activities)
    {
        foreach (var deal in activities.Where(activity => activity.RecordType is not null).GroupBy(activity => (activity.RecordType, activity.RecordId)))
        {
            var changes = deal.GroupBy(change => change.Key).Select(same => same.First()).ToList();
            changes.Reverse();
            var forward = changes.Aggregate((DealRecord?)null, (record, change) => DealFold.Add(record, "crm", deal.Key.RecordId!, [change], deal.Key.RecordType!))!;
            var backward = DealFold.Add(null, "crm", deal.Key.RecordId!, [.. Enumerable.Reverse(changes), .. changes], deal.Key.RecordType!);
            Assert.Equal(forward.Changes, backward.Changes);
            Assert.Equal(forward.Owners, backward.Owners);
            Assert.Equal(JsonSerializer.Serialize(ActivityFold.Fold(forward, DateTimeOffset.MaxValue)), JsonSerializer.Serialize(ActivityFold.Fold(backward, DateTimeOffset.MaxValue)));
            Assert.Equal(Text(DealFold.Fold(forward, _ => null, DateTimeOffset.MaxValue)), Text(DealFold.Fold(backward, _ => null, DateTimeOffset.MaxValue)));
        }
    }

    private static string Text(DealHistory history) => JsonSerializer.Serialize(history);

    private static ConnectorResult Source(ProviderSample sample, WebhookRequest request) =>
        sample.Connector.Read(request, new Source { Id = "crm", Provider = sample.Provider }, new SourceSecrets(sample.Secret), ProviderSample.Now);

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var set) ? set : otherwise;
}
