using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Benchmarks.Feeds;
using SalesPerf.Benchmarks.Ours;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Storage;
using SalesPerf.Local;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Benchmarks.Soak;

/// <summary>That every event given out is there once: in activities, records, contributions, credits, rollups and answers. What is wrong is collected.</summary>
internal sealed class SoakProof(SoakRequests given)
{
    private readonly long crmDeals = given.CrmGiven / SoakFeed.DealEvery / SoakFeed.CrmSteps;
    private readonly long hubSpotDeals = given.HubSpotGiven / SoakFeed.HubSpotSteps;

    public List<string> Problems { get; } = [];

    public long Events => given.CrmGiven + given.HooksGiven + given.HubSpotGiven;

    public long Deals => crmDeals + hubSpotDeals;

    /// <summary>What the host answers once its queues are empty.</summary>
    public async Task AskAsync(SoakHost host, SoakFeed feed)
    {
        for (var person = 0; person < ActivityFeed.People; person++)
        {
            var (of, id) = (Activities(person), Organisation.Person(person));
            var cells = (await host.GetAsync($"reps/{id}/scorecard?period={feed.Period}"))["metrics"]!.AsArray() // a scorecard always has them
                .ToDictionary(cell => cell!["metric"]!.GetValue<string>(), cell => Number(cell!["value"]));
            Expect($"{id}'s calls", of.Count(activity => SoakFeed.IsCall(activity.Number)), cells["calls"]);
            Expect($"{id}'s mails", of.Count(activity => !SoakFeed.IsCall(activity.Number)), cells["emails"]);
            Expect($"{id}'s accounts", of.Select(activity => (activity.Source, SoakFeed.AccountOf(activity.Number))).Distinct().Count(), cells["accounts"]);
            var forecast = await host.GetAsync($"commissions/forecast?period={feed.Period}&person={id}");
            Expect($"{id}'s credit", DealsOf(person).Where(deal => SoakFeed.IsWon(deal.Number)).Sum(deal => SoakFeed.Amount(deal.Number)), Number(forecast["items"]![0]!["credit"]!["closed"]!["amount"])); // the person has a plan
        }

        Expect("dead documents", 0, (await host.GetAsync("dead-letters"))["items"]!.AsArray().Count);
        Expect("dead letters", 0, (await host.GetAsync("health"))["queues"]!.AsArray().Sum(queue => queue!["dead"]!.GetValue<int>()));
    }

    /// <summary>What is in the store once the host has ended.</summary>
    public async Task ReadAsync(string data)
    {
        await using var app = LocalHost.Build(new LocalOptions { Data = data, Urls = "http://127.0.0.1:0", IsQuiet = true, RunsTimers = false });
        await app.StartAsync();
        var store = app.Services.GetRequiredService<IDocumentStore>();
        for (var person = 0; person < ActivityFeed.People; person++)
        {
            foreach (var of in Activities(person).GroupBy(activity => activity.Source))
            {
                var stored = await AllAsync<Activity>(store, Partitions.Who(of.Key, ActivityFeed.Owner(person)), ActivityDocuments.Kind);
                ExpectSame($"{ActivityFeed.Owner(person)}'s activities of {of.Key}", of.Select(activity => activity.Key), stored.Select(activity => activity.Key));
            }

            var (rep, deals) = (Partitions.Rep(Organisation.Person(person)), DealsOf(person).ToList());
            ExpectSame($"{rep}'s contributions", deals.Select(deal => deal.Id), (await AllAsync<Contribution>(store, rep, DealDocuments.ContributionKind)).Select(deal => deal.Deal));
            Expect($"{rep}'s open deals", 0, (await AllAsync<Contribution>(store, rep, DealDocuments.OpenKind)).Count);
            ExpectSame(
                $"{rep}'s credits",
                deals.Where(deal => SoakFeed.IsWon(deal.Number)).Select(deal => Credited(deal.Id, SoakFeed.Amount(deal.Number))),
                (await AllAsync<Credit>(store, rep, DealDocuments.CreditKind)).Select(credit => Credited(credit.Deal, credit.Amount)));
            foreach (var deal in deals)
            {
                var record = await store.ReadAsync<DealRecord>(Partitions.Record(deal.Source, "deal", deal.Id), DealDocuments.RecordId, default);
                Expect($"{deal.Id}'s changes", deal.Steps, record?.Value.Changes.Select(change => change.Key).Distinct(StringComparer.Ordinal).Count() ?? 0);
            }
        }

        await app.StopAsync();
    }

    private List<(long Number, string Source, string Key)> Activities(int person) =>
    [
        .. Below(given.CrmGiven).Where(number => !SoakFeed.IsDeal(number) && SoakFeed.PersonOf(number) == person).Select(number => (number, SoakFeed.Crm, SoakFeed.CrmKey(number))),
        .. Below(given.HooksGiven).Where(number => SoakFeed.PersonOf(number) == person).Select(number => (number, SoakFeed.Hooks, SoakFeed.HookKey(number))),
    ];

    private IEnumerable<(long Number, string Source, string Id, int Steps)> DealsOf(int person) =>
        Below(crmDeals).Select(number => (number, SoakFeed.Crm, SoakFeed.CrmDeal(number), SoakFeed.CrmSteps))
            .Concat(Below(hubSpotDeals).Select(number => (number, SoakFeed.HubSpot, SoakFeed.HubSpotDeal(number), SoakFeed.HubSpotSteps)))
            .Where(deal => SoakFeed.PersonOfDeal(deal.Item1) == person);

    private static IEnumerable<long> Below(long count)
    {
        for (var number = 0L; number < count; number++)
        {
            yield return number;
        }
    }

    private static string Credited(string deal, decimal amount) => string.Create(CultureInfo.InvariantCulture, $"{deal} {amount:0.00}");

    private static decimal Number(JsonNode? text) => text is null ? -1 : decimal.Parse(text.GetValue<string>(), CultureInfo.InvariantCulture);

    private void Expect(string what, decimal expected, decimal found)
    {
        if (expected != found)
        {
            Problems.Add(string.Create(CultureInfo.InvariantCulture, $"{what}: {expected} expected, {found} found"));
        }
    }

    private void ExpectSame(string what, IEnumerable<string> expected, IEnumerable<string> found)
    {
        string[] wanted = [.. expected.Order(StringComparer.Ordinal)];
        string[] stored = [.. found.Order(StringComparer.Ordinal)];
        if (!wanted.SequenceEqual(stored))
        {
            var (missing, surplus) = (wanted.Except(stored).ToList(), stored.Except(wanted).ToList());
            Problems.Add($"{what}: {wanted.Length} expected, {stored.Length} found; missing {string.Join(", ", missing.Take(5))}; surplus {string.Join(", ", surplus.Take(5))}");
        }
    }

    private static async Task<IReadOnlyList<T>> AllAsync<T>(IDocumentStore store, string pk, string kind)
    {
        var found = new List<T>();
        await foreach (var stored in store.RangeAsync<T>(new RangeQuery(pk, kind, Size: 1_000), default))
        {
            found.Add(stored.Value);
        }

        return found;
    }
}
