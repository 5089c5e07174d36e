using System.Text.Json.Nodes;

namespace SalesPerf.Local.Tests.Acceptance.Published;

/// <summary>One host for all published examples, asked on 18 November 2026. Each example brings its own plan, people and deals, under a name of its own.</summary>
public sealed class PublishedCases : IAsyncLifetime
{
    private int told;

    internal ApiHost Host { get; private set; } = null!; // set before any test runs

    public async Task InitializeAsync()
    {
        Host = await ApiHost.StartAsync(new DateTimeOffset(2026, 11, 18, 12, 0, 0, TimeSpan.Zero));
        await Host.Api.SetAsync("calendar", """{"id":"default","zone":"Etc/UTC"}""");
        await Host.Api.SetAsync("sources/crm", """{"id":"crm","provider":"cloudevents"}""");
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();

    /// <summary>A plan in USD, and a person of the same name on it.</summary>
    /// <param name="id">Of the plan, the person and the assignment.</param>
    /// <param name="components">JSON objects, comma-separated.</param>
    /// <param name="payPeriod">month … year.</param>
    /// <param name="plan">More of the plan, each with a comma before.</param>
    /// <param name="agreed">More of the assignment, likewise.</param>
    /// <param name="person">More of the person, likewise.</param>
    /// <param name="from">First day on the plan.</param>
    internal async Task PlanAsync(string id, string components, string payPeriod = "month", string plan = "", string agreed = "", string person = "", string from = "2026-01-01")
    {
        await Host.Api.SetAsync($"plans/{id}", $$"""{"id":"{{id}}","currency":"USD","payPeriod":"{{payPeriod}}","components":[{{components}}]{{plan}}}""");
        await PersonAsync(id, id, agreed, person, from);
    }

    /// <summary>A person on a plan that is there.</summary>
    internal async Task PersonAsync(string id, string plan, string agreed = "", string person = "", string from = "2026-01-01")
    {
        await Host.Api.SetAsync($"people/{id}", $$$"""{"id":"{{{id}}}","name":"{{{id}}}","identities":{"crm":["{{{id}}}"]}{{{person}}}}""");
        await Host.Api.SetAsync($"assignments/{id}", $$"""{"id":"{{id}}","person":"{{id}}","plan":"{{plan}}","from":"{{from}}"{{agreed}}}""");
    }

    /// <summary>A metric that people enter.</summary>
    internal Task MetricAsync(string id) =>
        Host.Api.SetAsync($"metrics/{id}", $$$"""{"id":"{{{id}}}","name":"{{{id}}}","category":"result","measure":{"kind":"entered"}}""");

    /// <summary>Deals of a person, won on their days, named after the person and counted from 1.</summary>
    internal async Task SellAsync(string person, params (string Day, decimal Amount)[] deals)
    {
        await Host.Api.TakeAsync(deals.Select((deal, i) => Events.Won($"{person}-{i + 1}", person, deal.Amount, deal.Day)));
        await Host.DrainAsync();
    }

    /// <summary>A deal with attributes, and with a margin where that is one of them.</summary>
    internal async Task DealAsync(string deal, string person, decimal amount, string day, params (string Name, string Value)[] attributes)
    {
        var won = Events.Won(deal, person, amount, day);
        foreach (var (_, value) in attributes.Where(one => one.Name == "margin"))
        {
            won["data"]!["margin"] = value;
        }

        won["data"]!["attributes"] = Attributes(attributes.Where(one => one.Name != "margin"));
        await Host.Api.TakeAsync([won]);
        await Host.DrainAsync();
    }

    /// <summary>What is learnt of a deal on a day after it was won.</summary>
    internal async Task TellAsync(string deal, string day, params (string Name, string Value)[] attributes)
    {
        await Host.Api.TakeAsync([Events.Of($"{deal}-{++told}", "deal.amountChanged", $"{day}T10:00:00Z", new JsonObject { ["deal"] = deal, ["attributes"] = Attributes(attributes) })]);
        await Host.DrainAsync();
    }

    /// <summary>A payment or an invoice of a deal.</summary>
    internal async Task FactAsync(string type, string deal, decimal amount, string day)
    {
        await Host.Api.TakeAsync([Events.Of($"{deal}-{++told}", type, $"{day}T10:00:00Z", new JsonObject { ["deal"] = deal, ["amount"] = amount, ["currency"] = "USD" })]);
        await Host.DrainAsync();
    }

    /// <summary>What is earned and paid out in a period, with the codes of what is warned of: <c>680.00 680.00</c>.</summary>
    internal async Task<string> PaidAsync(string person, string period)
    {
        var answer = await Host.Api.GetAsync($"reps/{person}/commissions/{period}");
        Assert.True(answer.Status == 200, answer.Text);
        return string.Join(
            ' ',
            [answer.Of("totals/0/earned/amount"), answer.Of("totals/0/payout/amount"), .. answer.Body["warnings"]!.AsArray().Select(warning => (string)warning!["code"]!)]);
    }

    /// <summary>What a component with one table earns on bookings.</summary>
    internal static string Bookings(string measure, string table, string more = "") =>
        $$"""{"id":"bookings","measure":"{{measure}}","creditRules":[{"id":"won"}],"table":{{table}}{{more}}}""";

    private static JsonObject Attributes(IEnumerable<(string Name, string Value)> attributes) => new(attributes.Select(one => KeyValuePair.Create(one.Name, (JsonNode?)one.Value)));
}

/// <summary>Published examples share a host.</summary>
[CollectionDefinition(Name)]
public sealed class PublishedGroup : ICollectionFixture<PublishedCases>
{
    public const string Name = "published";
}
