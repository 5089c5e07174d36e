using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Tests.Deals;

/// <summary>Short ways to deal with deals: Ann is owner 1 of the source <c>crm</c>, whose settings are changed through the command.</summary>
internal static class DealWorld
{
    public static Person Ann { get; } = new() { Id = "ann", Name = "Ann", Identities = new() { ["crm"] = ["1"] } };

    public static Activity Deal(string deal, string type, DateTimeOffset at, params (string Name, string? Value)[] fields) => new()
    {
        Source = "crm",
        Key = $"{deal}-{type}-{at:O}",
        Type = type,
        OccurredAt = at,
        Deal = deal,
        RecordType = ActivityTypes.Deal,
        ReceivedAt = at,
        Fields = new SortedDictionary<string, string?>(fields.ToDictionary(field => field.Name, field => field.Value), StringComparer.Ordinal),
    };

    public static Task SourceAsync(this World world, Source? source, DateOnly? from = null) =>
        world.Get<ChangeResource>().ApplyAsync(ResourceKinds.Sources, new ResourceChange<Source>("crm", source, "test", from), null, default);

    public static Task CalendarAsync(this World world, OrganisationCalendar calendar, DateOnly? from = null) =>
        world.Get<ChangeResource>().ApplyAsync(ResourceKinds.Calendars, new ResourceChange<OrganisationCalendar>("default", calendar, "test", from), null, default);

    public static Task<IReadOnlyList<Credit>> CreditsAsync(this World world) => world.AllAsync<Credit>(Partitions.Rep("ann"), DealCredits);

    public static Task<IReadOnlyList<Contribution>> OpenAsync(this World world) => world.AllAsync<Contribution>(Partitions.Rep("ann"), "open");

    /// <summary>15 % of all bookings of a month.</summary>
    public static async Task PlanAsync(this World world, string currency = "USD")
    {
        world.Handlers[Queues.ForecastCommissions] = message => world.Get<ForecastCommissions>().Run(message, default);
        await world.PutAsync(ResourceKinds.Plans, "plan", new Plan
        {
            Id = "plan",
            Currency = currency,
            PayPeriod = "month",
            Components = [new PlanComponent { Id = "bookings", Measure = "month", CreditRules = [new CreditRule { Id = "all" }], Table = new RateTable { Tiers = [new RateTier(0m, 15m)] } }],
        });
        await world.PutAsync(ResourceKinds.Assignments, "a", new PlanAssignment { Id = "a", Person = "ann", Plan = "plan", From = new DateOnly(2026, 1, 1) });
    }

    /// <summary>Of the stored live forecasts: closed and expected pay, <c>closed/expected</c>.</summary>
    public static async Task<string> LiveAsync(this World world, string period)
    {
        var model = (await world.Get<ModelDirectory>().ReloadAsync(default)).Model;
        var calendar = ScorecardInputs.Calendar(model, world.Clock.GetUtcNow());
        var found = await world.Get<ReadForecasts>().LiveAsync(model, calendar, calendar.Parse(period)!, false, _ => true, default);
        return string.Join(";", found.SelectMany(forecast => forecast.Result.Currencies.Select(currency => $"{currency.Earned.Closed:0.##}/{currency.Earned.Expected:0.##}")));
    }

    private const string DealCredits = "credit";
}
