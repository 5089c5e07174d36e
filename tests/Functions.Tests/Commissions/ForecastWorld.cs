using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Resources;

namespace SalesPerf.Functions.Tests.Commissions;

/// <summary>A world with one person, Ann, on a plan; deals go in as activities, forecasts come out as they are read.</summary>
internal static class ForecastWorld
{
    public static async Task<World> StartAsync(DateTimeOffset now, string measure, params (decimal From, decimal Rate)[] tiers) =>
        await PrepareAsync(new World(now), measure, tiers);

    public static async Task<World> PrepareAsync(World world, string measure, params (decimal From, decimal Rate)[] tiers)
    {
        world.Handlers[Queues.ForecastCommissions] = message => world.Get<ForecastCommissions>().Run(message, default);
        world.Handlers[Queues.CompleteForecast] = message => world.Get<CompleteForecast>().Run(message, default);
        await world.PutAsync(ResourceKinds.Sources, "crm", new Source { Id = "crm", Provider = "cloudevents" });
        await world.PutAsync(ResourceKinds.Plans, "plan", Plan(measure, tiers));
        await world.PutAsync(ResourceKinds.Assignments, "a", new PlanAssignment { Id = "a", Person = "ann", Plan = "plan", From = new DateOnly(2026, 1, 1) });
        await world.PersonAsync(Ann);
        return world;
    }

    public static Person Ann { get; } = new() { Id = "ann", Name = "Ann", Team = "t", Identities = new() { ["crm"] = ["1"] } };

    public static Plan Plan(string measure, params (decimal From, decimal Rate)[] tiers) => new()
    {
        Id = "plan",
        Currency = "USD",
        PayPeriod = "month",
        Components =
        [
            new PlanComponent
            {
                Id = "bookings",
                Measure = measure,
                CreditRules = [new CreditRule { Id = "all" }],
                Table = new RateTable { Tiers = [.. tiers.Select(tier => new RateTier(tier.From, tier.Rate))] },
            },
        ],
    };

    public static Activity Won(string deal, DateTimeOffset at, int amount, string owner = "1") =>
        Deal(deal + "-won", deal, "deal.won", at, ("owner", owner), ("amount", FormattableString.Invariant($"{amount}")));

    public static Activity Open(string deal, DateTimeOffset at, int amount, string probability, string expected, string owner = "1") => Deal(
        deal + "-created",
        deal,
        "deal.created",
        at,
        ("owner", owner),
        ("amount", FormattableString.Invariant($"{amount}")),
        ("probability", probability),
        ("expectedCloseDate", expected));

    public static Activity Lost(string deal, DateTimeOffset at) => Deal(deal + "-lost", deal, "deal.lost", at);

    public static async Task NightAsync(this World world)
    {
        await world.Get<ScheduleForecasts>().Run(new() { IsPastDue = false }, default);
        await world.DrainAsync();
    }

    /// <summary>Writes a version as the API does, and lets everything follow that does.</summary>
    public static async Task ChangeAsync<T>(this World world, ResourceKind<T> kind, string id, T content, DateOnly? from = null)
        where T : class
    {
        await world.Get<ChangeResource>().ApplyAsync(kind, new ResourceChange<T>(id, content, "admin", from), null, default);
        await world.DrainAsync();
    }

    /// <summary>As read without asOf: earned closed/expected, credit closed/expected.</summary>
    public static async Task<string> LiveAsync(this World world, string period)
    {
        var model = (await world.Get<ModelDirectory>().ReloadAsync(default)).Model;
        var calendar = ScorecardInputs.Calendar(model, world.Clock.GetUtcNow());
        return Text(await world.Get<ReadForecasts>().LiveAsync(model, calendar, calendar.Parse(period)!, false, _ => true, default));
    }

    /// <summary>As recomputed from what is known now.</summary>
    public static async Task<string> AsOfNowAsync(this World world, string period) =>
        Text(await world.Get<ReadForecasts>().AsOfAsync(period, world.Clock.GetUtcNow(), _ => true, default));

    private static string Text(IEnumerable<StoredForecast> found) => string.Join("; ", found
        .SelectMany(forecast => forecast.Result.Currencies)
        .Select(of => FormattableString.Invariant($"{of.Earned.Closed:0.##}/{of.Earned.Expected:0.##} {of.Credit.Closed:0.##}/{of.Credit.Expected:0.##}")));

    private static Activity Deal(string key, string deal, string type, DateTimeOffset at, params (string Name, string? Value)[] fields) => new()
    {
        Source = "crm",
        Key = key,
        Type = type,
        OccurredAt = at,
        Owner = fields.FirstOrDefault(field => field.Name == "owner").Value,
        Deal = deal,
        RecordType = "deal",
        Fields = new SortedDictionary<string, string?>(fields.ToDictionary(field => field.Name, field => field.Value), StringComparer.Ordinal),
        ReceivedAt = at,
    };
}
