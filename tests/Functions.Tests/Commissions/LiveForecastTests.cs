using System.Text.Json;
using System.Text.Json.Nodes;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Settings;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;
using static SalesPerf.Functions.Tests.Commissions.ForecastWorld;

namespace SalesPerf.Functions.Tests.Commissions;

/// <summary>Live forecasts say what is known, whatever period is asked for and whatever happened since they were stored.</summary>
public sealed class LiveForecastTests
{
    private static readonly DateTimeOffset August = At(2026, 8, 10);

    // 15 %: 60,000 closed, 50,000 at 40 %: 9,000 and 9,000 + 15 % × 20,000 = 12,000. In August the deal is lost and a win of 31 July is heard of: 15 % × 70,000.
    [Fact]
    public async Task Given_a_month_that_has_ended_when_deals_are_heard_of_late_then_its_forecast_follows()
    {
        var now = At(2026, 7, 30);
        await using var world = await StartAsync(now, "month", (0m, 15m));
        await world.PostAsync(Won("d1", now.AddDays(-5), 60_000), Open("d2", now.AddDays(-5), 50_000, "0.4", "2026-07-31"));
        await world.DrainAsync();
        Assert.Equal("9000/12000 60000/80000", await world.LiveAsync("2026-07"));

        // Before anything is heard of, and before the night: an open deal of July can no longer be won in it.
        world.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal("9000/9000 60000/60000", await world.LiveAsync("2026-07"));

        world.Clock.Advance(TimeSpan.FromDays(3));
        await world.PostAsync(Lost("d2", world.Clock.GetUtcNow()), Won("d3", At(2026, 7, 31), 10_000));
        await world.DrainAsync();
        foreach (var period in new[] { "2026-07", "2026-Q3", "2026" })
        {
            Assert.Equal("10500/10500 70000/70000", await world.LiveAsync(period));
            Assert.Equal("10500/10500 70000/70000", await world.AsOfNowAsync(period));
        }

        // Long after, when July is no longer kept up to date, it is computed for whoever asks: 15 % × 75,000.
        world.Clock.Advance(TimeSpan.FromDays(60));
        await world.PostAsync(Won("d4", At(2026, 7, 31), 5_000));
        await world.DrainAsync();
        Assert.Equal("11250/11250 75000/75000", await world.LiveAsync("2026-07"));
    }

    [Fact]
    public async Task Given_a_plan_assigned_late_when_last_month_is_read_then_it_is_paid_by_it()
    {
        await using var world = await StartAsync(At(2026, 7, 21), "month", (0m, 15m));
        await world.PostAsync(Won("d1", At(2026, 7, 20), 10_000));
        await world.DrainAsync();
        world.Clock.Advance(TimeSpan.FromDays(20));
        await world.ChangeAsync(ResourceKinds.Plans, "spiff", Plan("month", (0m, 1m)) with { Id = "spiff" });
        await world.ChangeAsync(
            ResourceKinds.Assignments, "b", new PlanAssignment { Id = "b", Person = "ann", Plan = "spiff", From = new(2026, 7, 1) });

        // 15 % and 1 % of 10,000.
        Assert.Equal("1600/1600 10000/10000", await world.LiveAsync("2026-07"));
    }

    // 4 % to 100,000, then 6 %, by the year. 60,000 are closed and 40,000 sure in September, so the sure 50,000 of October are paid 6 %: 3,000.
    [Fact]
    public async Task Given_a_yearly_measure_when_a_coming_period_is_read_then_deals_due_before_it_move_its_tiers()
    {
        await using var world = await StartAsync(August, "year", (0m, 4m), (100_000m, 6m));
        await world.PostAsync(
            Won("d1", At(2026, 8, 5), 60_000), Open("d2", At(2026, 8, 5), 40_000, "1", "2026-09-15"), Open("d3", At(2026, 8, 5), 50_000, "1", "2026-10-15"));
        await world.DrainAsync();
        foreach (var period in new[] { "2026-Q4", "2026-10" })
        {
            Assert.Equal("0/3000 0/50000", await world.LiveAsync(period));
            Assert.Equal("0/3000 0/50000", await world.AsOfNowAsync(period));
        }
    }

    // With a year from February, August 2026 is 2027-07 and the quarter 2027-Q3 is August to October; 2026-08 is September 2025, without a credit.
    [Fact]
    public async Task Given_forecasts_when_the_fiscal_year_changes_then_ids_mean_their_new_periods()
    {
        await using var world = await StartAsync(August, "month", (0m, 15m));
        await world.PostAsync(Won("d1", At(2026, 8, 1), 100_000));
        await world.DrainAsync();
        Assert.Equal("15000/15000 100000/100000", await world.LiveAsync("2026-08"));
        await world.ChangeAsync(ResourceKinds.Calendars, "default", new OrganisationCalendar { FiscalYearStartMonth = 2 });
        foreach (var period in new[] { "2027-Q3", "2027-07", "2027", "2026-Q3", "2026-08", "2026" })
        {
            Assert.Equal(await world.AsOfNowAsync(period), await world.LiveAsync(period));
        }

        Assert.Equal("15000/15000 100000/100000", await world.LiveAsync("2027-07"));
    }

    // 15 % to 30 June, 10 % from July: 100,000 in March and in July pay 15,000 + 10,000 = 25,000 in the year.
    [Fact]
    public async Task Given_a_plan_that_changed_in_july_when_the_year_is_read_then_it_is_the_sum_of_its_months()
    {
        await using var world = await StartAsync(August, "month", (0m, 15m));
        await world.PostAsync(Won("d1", At(2026, 3, 5), 100_000), Won("d2", At(2026, 7, 5), 100_000));
        await world.DrainAsync();
        await world.ChangeAsync(ResourceKinds.Plans, "plan", Plan("month", (0m, 10m)), new DateOnly(2026, 7, 1));
        foreach (var (period, figures) in new[]
        {
            ("2026-03", "15000/15000 100000/100000"), ("2026-07", "10000/10000 100000/100000"), ("2026", "25000/25000 200000/200000"),
        })
        {
            Assert.Equal(figures, await world.LiveAsync(period));
            Assert.Equal(figures, await world.AsOfNowAsync(period));
        }
    }

    // Bob's plan is from before tiers were bounded. He has no figures; Ann has hers.
    [Fact]
    public async Task Given_one_plan_that_cannot_be_computed_when_everybody_is_read_then_the_others_have_their_figures()
    {
        await using var world = await StartAsync(August, "month", (0m, 15m));
        var huge = new RateTable { Selector = "attainment", Tiers = [new(0, 1_000_000), new(1_000_000_000_000_000m, 1)] };
        var plan = Plan("month");
        await world.PutAsync(ResourceKinds.Plans, "huge", plan with { Id = "huge", Components = [plan.Components[0] with { Table = huge }] });
        await world.PutAsync(
            ResourceKinds.Assignments,
            "b",
            new PlanAssignment
            {
                Id = "b",
                Person = "bob",
                Plan = "huge",
                From = new(2026, 1, 1),
                Quotas = [new ComponentQuota { Component = "bookings", Amount = 1_000_000_000_000_000m }],
            });
        await world.PersonAsync(new Person { Id = "bob", Name = "Bob", Identities = new() { ["crm"] = ["2"] } });
        await world.PostAsync(Won("d1", At(2026, 8, 1), 100_000), Won("d2", At(2026, 8, 1), 100_000, "2"));
        await world.DrainAsync();
        await world.NightAsync();
        foreach (var period in new[] { "2026-08", "2026-01", "2026-Q3" })
        {
            Assert.Equal(await world.AsOfNowAsync(period), await world.LiveAsync(period));
        }

        Assert.Equal("15000/15000 100000/100000", await world.LiveAsync("2026-08"));
        var run = (await world.Store.ReadAsync<CompleteRun>(Partitions.Forecast("2026-08"), ForecastDocuments.CompleteId, default))!.Value;
        Assert.Empty(run.Missing);
    }

    // As forecasts were stored before their distributions had a document of their own.
    [Fact]
    public async Task Given_a_forecast_stored_with_its_distributions_when_read_and_nudged_then_it_answers_and_is_made_anew()
    {
        await using var world = await StartAsync(August, "month", (0m, 15m));
        await world.PostAsync(Won("d1", At(2026, 8, 1), 100_000));
        await world.DrainAsync();
        var pk = Partitions.Forecast("2026-08");
        var live = (await world.Store.ReadAsync(pk, ForecastDocuments.LiveId("ann"), default))!;
        var body = JsonNode.Parse(live.Body.Span)!;
        body["material"] = "before";
        body["result"]!["currencies"]![0]!["earnedDistribution"] = JsonNode.Parse("""{"digits":2,"units":[1500000],"probabilities":[1]}""");
        var old = live with { Body = JsonSerializer.SerializeToUtf8Bytes(body) };
        await world.Store.CommitAsync(new DocumentBatch(pk).Replace(live, old).Delete(ForecastDocuments.LiveSumsId("ann")), default);
        Assert.Equal("15000/15000 100000/100000", await world.LiveAsync("2026-08"));

        await world.PostAsync(Won("d2", At(2026, 8, 2), 100_000));
        await world.DrainAsync();
        Assert.Equal("30000/30000 200000/200000", await world.LiveAsync("2026-08"));
        Assert.NotNull(await world.Store.ReadAsync(pk, ForecastDocuments.LiveSumsId("ann"), default));
    }

    private static DateTimeOffset At(int year, int month, int day) => new(year, month, day, 12, 0, 0, TimeSpan.Zero);
}
