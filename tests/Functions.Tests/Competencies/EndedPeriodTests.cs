using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Settings;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using static SalesPerf.Functions.Tests.Competencies.CompetencyWorld;

namespace SalesPerf.Functions.Tests.Competencies;

/// <summary>What a month came to is said after it has ended, and again when what it depends on is corrected. July 2026 has 23 working days.</summary>
public sealed class EndedPeriodTests
{
    private static readonly DateTimeOffset July24 = new(2026, 7, 24, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Given_a_host_that_was_off_over_the_end_of_a_month_when_it_runs_again_then_the_month_is_evaluated_whole()
    {
        await using var world = await OfAsync(July24, calls: 16);
        await world.NightAsync();
        Assert.Equal(("green", 17m), await ColourAsync(world));

        world.Clock.Advance(TimeSpan.FromDays(16));
        await world.NightAsync();

        // 16 of 20 is 80 % of the whole month: under the green bound of 100 %, as 16 of 14.8 by the 24th was not.
        var card = await world.CardAsync("2026-07");
        Assert.Equal((23m, 23m, 80m, "amber"), (card.ElapsedDays, card.ActiveDays, card.Metrics[0].Attainment, card.Metrics[0].Colour));
    }

    [Fact]
    public async Task Given_an_ended_month_when_runs_agree_on_it_then_it_is_settled_and_left_alone()
    {
        await using var world = await OfAsync(July24, calls: 16);
        await world.NightAsync();
        world.Clock.Advance(TimeSpan.FromDays(16));
        await world.NightAsync();
        Assert.False((await world.CardAsync("2026-07")).IsSettled);
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.NightAsync();
        var settled = await world.CardAsync("2026-07");
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.NightAsync();

        Assert.True(settled.IsSettled);
        Assert.Equal(settled.Run, (await world.CardAsync("2026-07")).Run);
    }

    [Fact]
    public async Task Given_somebody_who_left_inside_a_month_when_it_has_ended_then_it_is_evaluated_whole()
    {
        var leaver = Ann with { Employment = [new DateSpan(new DateOnly(2026, 1, 1), new DateOnly(2026, 7, 30))] };
        await using var world = await OfAsync(July24, leaver, calls: 16);
        await world.NightAsync();

        world.Clock.Advance(TimeSpan.FromDays(16));
        await world.NightAsync();

        // Employed up to the 29th: 21 of 23 days.
        var card = await world.CardAsync("2026-07");
        Assert.Equal((21m, 21m), (card.ElapsedDays, card.ActiveDays));
        Assert.Null(await world.Store.ReadAsync(Partitions.Rep("ann"), "scorecard~2026-08", default));
    }

    [Fact]
    public async Task Given_an_absence_entered_later_when_it_lies_in_an_ended_month_then_its_numbers_follow_at_once_and_its_colour_at_the_next_run()
    {
        await using var world = await OfAsync(July24, calls: 12);
        await world.NightAsync();
        world.Clock.Advance(TimeSpan.FromDays(16));
        await world.NightAsync();
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.NightAsync();
        Assert.Equal(("red", 23m), await ColourAsync(world));

        await ChangeAsync(world, ResourceKinds.People, Ann with { Absences = [new DateSpan(new DateOnly(2026, 7, 1), new DateOnly(2026, 7, 15))] }, new DateOnly(2026, 1, 1));

        // Ten of 23 days are out: 20 × 13 ÷ 23 = 11.3 calls are expected, and 12 were made.
        Assert.Equal(("red", 13m), await ColourAsync(world));
        Assert.Equal(11.304348m, (await world.CardAsync("2026-07")).Metrics[0].Target);
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.NightAsync();
        Assert.Equal(("green", 13m), await ColourAsync(world));
    }

    [Fact]
    public async Task Given_a_nudge_for_months_alone_when_it_comes_then_the_ended_periods_are_refreshed_and_the_open_ones_left_to_the_other()
    {
        await using var world = await OfAsync(July24, calls: 16);
        await world.NightAsync();
        world.Clock.Advance(TimeSpan.FromDays(16));
        await world.NightAsync();
        var (model, now) = ((await world.Get<ModelDirectory>().GetAsync(default)).Model, world.Clock.GetUtcNow());

        var months = await world.Get<EvaluatedPeriods>().OfAsync(model, new EvaluationKey("ann", ["2026-07"], MonthsOnly: true), now, default);
        var both = await world.Get<EvaluatedPeriods>().OfAsync(model, new EvaluationKey("ann", ["2026-07"]), now, default);

        string[] open = ["2026-08", "2026-Q3", "2026-W32"];
        Assert.Contains("2026-07", months);
        Assert.Empty(months.Intersect(open));
        Assert.Equal(open, both.Except(months));
    }

    [Theory]
    [InlineData("role")]
    [InlineData("calendar")]
    [InlineData("metric")]
    public async Task Given_a_change_from_an_earlier_day_when_it_is_made_then_the_ended_month_follows(string what)
    {
        await using var world = await OfAsync(July24, calls: 12);
        await world.NightAsync();
        world.Clock.Advance(TimeSpan.FromDays(16));
        await world.NightAsync();
        var before = await world.CardAsync("2026-07");

        var from = new DateOnly(2026, 7, 1);
        await (what switch
        {
            "role" => ChangeAsync(world, ResourceKinds.Roles, Caller with { Competencies = [Caller.Competencies[0] with { Metrics = [new CompetencyMetric { Threshold = Caller.Competencies[0].Metrics[0].Threshold with { Target = 24m } }] }] }, from),
            "calendar" => ChangeAsync(world, ResourceKinds.Calendars, new OrganisationCalendar { Holidays = [new DateOnly(2026, 7, 14)] }, from),
            _ => ChangeAsync(world, ResourceKinds.Metrics, new Domain.Metrics.Metric { Id = "calls", Name = "Calls", Measure = new() { Kind = "count", Types = ["meeting.held"] } }, from),
        });

        var after = await world.CardAsync("2026-07");
        Assert.Equal((20m, 23m, 12m), (before.Metrics[0].Target, before.ActiveDays, before.Metrics[0].Value));
        Assert.Equal(
            what switch { "role" => (24m, 23m, 12m), "calendar" => (20m, 22m, 12m), _ => (20m, 23m, 0m) }, (after.Metrics[0].Target, after.ActiveDays, after.Metrics[0].Value));
    }

    [Theory]
    [InlineData("2026-08-09", 0)] // today: no ended period sees it
    [InlineData("2026-12-01", 0)]
    [InlineData("2026-07-31", 2)]
    [InlineData("2026-07-01", 2)]
    [InlineData("1900-01-01", 24)]
    public void Given_the_day_a_change_begins_when_it_is_followed_up_then_the_months_since_are_named(string from, int months)
    {
        var versions = new ResourceVersion<Person>[] { new(1, new DateOnly(1900, 1, 1), DateTimeOffset.UnixEpoch, "t", Ann) };
        var day = DateOnly.ParseExact(from, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

        var follow = ResourceFollowOns.Of(new Resource<Person>("ann", versions), new Resource<Person>("ann", versions), new Model(), day, new DateOnly(2026, 8, 9)).First();

        var named = Assert.IsType<EvaluationKey>(follow.Key).Months;
        Assert.Equal(months, named.Count);
        Assert.True(months == 0 || named[^1] == "2026-08");
    }

    [Fact]
    public void Given_somebody_new_when_followed_up_then_no_ended_period_is_named()
    {
        var after = new Resource<Person>("ann", [new(1, new DateOnly(1900, 1, 1), DateTimeOffset.UnixEpoch, "t", Ann)]);

        var follow = ResourceFollowOns.Of(new Resource<Person>("ann", []), after, new Model(), new DateOnly(1900, 1, 1), new DateOnly(2026, 8, 9)).First();

        Assert.Empty(Assert.IsType<EvaluationKey>(follow.Key).Months);
    }

    private static async Task ChangeAsync<T>(World world, ResourceKind<T> kind, T content, DateOnly from)
        where T : class
    {
        await world.Get<ChangeResource>().ApplyAsync(kind, new ResourceChange<T>(kind.IdOf(content), content, "test", from), null, default);
        await world.DrainAsync();
    }

    private static async Task<(string Colour, decimal Elapsed)> ColourAsync(World world)
    {
        var card = await world.CardAsync("2026-07");
        return (Assert.Single(card.Metrics).Colour, card.ElapsedDays);
    }
}
