using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using static SalesPerf.Functions.Tests.Deals.DealWorld;

namespace SalesPerf.Functions.Tests.Deals;

/// <summary>A source's stages and the organisation's calendar say what deals mean: when they change, credits and forecasts follow.</summary>
public sealed class ChangedSettingsTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Given_deals_in_a_stage_when_the_stage_becomes_won_then_they_are_credited()
    {
        await using var world = await WorldAsync(new Source { Id = "crm", Provider = "hubspot" });
        await world.PostAsync(Deal("d", ActivityTypes.DealCreated, Now.AddDays(-5), ("owner", "1"), ("amount", "1000"), ("stage", "77")));
        await world.DrainAsync();
        Assert.Empty(await world.CreditsAsync());

        await world.SourceAsync(new Source { Id = "crm", Provider = "hubspot", Stages = new() { ["77"] = new StageSetting("won") } });
        await world.DrainAsync();

        Assert.Equal(1000m, Assert.Single(await world.CreditsAsync()).Amount);
    }

    [Fact]
    public async Task Given_an_open_deal_when_its_stage_gets_another_probability_then_the_live_forecast_follows()
    {
        var source = new Source { Id = "crm", Provider = "cloudevents", Stages = new() { ["demo"] = new StageSetting("open", 40m) } };
        await using var world = await WorldAsync(source);
        await world.PlanAsync();
        await world.PostAsync(Deal("d", ActivityTypes.DealCreated, Now.AddDays(-5), ("owner", "1"), ("amount", "100000"), ("stage", "demo"), ("expectedCloseDate", "2026-08-15")));
        await world.DrainAsync();

        // 15 % × 100,000 × 40 %
        Assert.Equal("0/6000", await world.LiveAsync("2026-08"));

        await world.SourceAsync(source with { Stages = new() { ["demo"] = new StageSetting("open", 80m) } });
        await world.DrainAsync();

        // 15 % × 100,000 × 80 %
        Assert.Equal("0/12000", await world.LiveAsync("2026-08"));
        Assert.Equal(0.8m, Assert.Single(await world.OpenAsync()).Open!.Probability);
    }

    [Fact]
    public async Task Given_a_stage_that_means_something_else_from_a_later_day_when_that_day_has_begun_then_deals_follow()
    {
        var source = new Source { Id = "crm", Provider = "cloudevents", Stages = new() { ["demo"] = new StageSetting("open", 40m) } };
        await using var world = await WorldAsync(source);
        await world.PostAsync(Deal("d", ActivityTypes.DealCreated, Now.AddDays(-5), ("owner", "1"), ("amount", "100"), ("stage", "demo")));
        await world.SourceAsync(source with { Stages = new() { ["demo"] = new StageSetting("open", 80m) } }, new DateOnly(2026, 8, 12));
        await ScheduleAsync(world);
        Assert.Equal(0.4m, Assert.Single(await world.OpenAsync()).Open!.Probability);

        world.Clock.Advance(TimeSpan.FromDays(2));
        await ScheduleAsync(world);

        Assert.Equal(0.8m, Assert.Single(await world.OpenAsync()).Open!.Probability);
    }

    [Fact]
    public async Task Given_sources_remapped_once_when_scheduled_again_then_nothing_is_sent()
    {
        await using var world = await WorldAsync(new Source { Id = "crm", Provider = "cloudevents" });
        await world.Get<ScheduleRemaps>().Run(new() { IsPastDue = false }, default);
        await world.Get<RemapSource>().Run(Assert.Single(await world.Bus.ReceiveAsync(Queues.RemapSource, 10, TimeSpan.FromMinutes(1), default)).Body, default);

        await world.Get<ScheduleRemaps>().Run(new() { IsPastDue = false }, default);

        Assert.Empty(await world.Bus.ReceiveAsync(Queues.RemapSource, 10, TimeSpan.FromMinutes(1), default));
    }

    [Fact]
    public async Task Given_a_source_remapped_when_it_was_changed_when_scheduled_then_nothing_is_sent()
    {
        await using var world = await WorldAsync(new Source { Id = "crm", Provider = "cloudevents" });
        await world.SourceAsync(new Source { Id = "crm", Provider = "cloudevents", DefaultCurrency = "EUR" });
        await world.DrainAsync();

        await world.Get<ScheduleRemaps>().Run(new() { IsPastDue = false }, default);

        Assert.Empty(await world.Bus.ReceiveAsync(Queues.RemapSource, 10, TimeSpan.FromMinutes(1), default));
    }

    [Fact]
    public async Task Given_a_win_when_the_organisation_moves_zone_for_all_history_then_its_credit_moves_day_and_month()
    {
        await using var world = await WorldAsync(new Source { Id = "crm", Provider = "cloudevents" });
        await world.PlanAsync();
        await world.PostAsync(Deal("d", ActivityTypes.DealWon, new(2026, 8, 1, 2, 0, 0, TimeSpan.Zero), ("owner", "1"), ("amount", "100000")));
        await world.DrainAsync();
        Assert.Equal("15000/15000", await world.LiveAsync("2026-08"));

        await world.CalendarAsync(new OrganisationCalendar { Zone = "America/New_York" });
        await world.DrainAsync();

        // Two in the morning in UTC is ten in the evening before in New York.
        Assert.Equal(new DateOnly(2026, 7, 31), Assert.Single(await world.CreditsAsync()).Date);
        Assert.Equal(("15000/15000", "0/0"), (await world.LiveAsync("2026-07"), await world.LiveAsync("2026-08")));
    }

    [Fact]
    public async Task Given_a_win_when_the_fiscal_year_begins_in_another_month_then_forecasts_and_books_follow()
    {
        await using var world = await WorldAsync(new Source { Id = "crm", Provider = "cloudevents" });
        await world.PlanAsync();
        await world.PutAsync(ResourceKinds.Assignments, "a", new PlanAssignment { Id = "a", Person = "ann", Plan = "plan", From = new DateOnly(2025, 1, 1) });
        await world.PostAsync(Deal("d", ActivityTypes.DealWon, new(2025, 12, 10, 12, 0, 0, TimeSpan.Zero), ("owner", "1"), ("amount", "100000")));
        await world.DrainAsync();
        Assert.Equal("0/0", await world.LiveAsync("2026"));

        await world.CalendarAsync(new OrganisationCalendar { FiscalYearStartMonth = 12 });
        await world.DrainAsync();

        // Fiscal year 2026 goes from December 2025 to November 2026.
        Assert.Equal("15000/15000", await world.LiveAsync("2026"));
        Assert.NotNull(await world.Store.ReadAsync(Partitions.Rep("ann"), Books.Id("2026-01"), default));
    }

    [Fact]
    public async Task Given_a_zone_from_a_later_day_when_credits_are_made_again_then_those_before_keep_their_date()
    {
        await using var world = await WorldAsync(new Source { Id = "crm", Provider = "cloudevents" });
        await world.CalendarAsync(new OrganisationCalendar());
        await world.CalendarAsync(new OrganisationCalendar { Zone = "America/New_York" }, new DateOnly(2026, 8, 5));
        await world.PostAsync(
            Deal("before", ActivityTypes.DealWon, new(2026, 8, 1, 2, 0, 0, TimeSpan.Zero), ("owner", "1"), ("amount", "1")),
            Deal("after", ActivityTypes.DealWon, new(2026, 8, 8, 2, 0, 0, TimeSpan.Zero), ("owner", "1"), ("amount", "1")));
        await world.DrainAsync();

        Assert.Equal(
            [("before", new DateOnly(2026, 8, 1)), ("after", new DateOnly(2026, 8, 7))], (await world.CreditsAsync()).Select(credit => (credit.Deal, credit.Date)));
    }

    [Fact]
    public async Task Given_a_retired_source_when_its_deals_are_applied_again_then_their_stages_still_mean_what_they_meant()
    {
        await using var world = await WorldAsync(new Source { Id = "crm", Provider = "hubspot" });
        await world.PostAsync(
            Deal("d", ActivityTypes.DealCreated, Now.AddDays(-5), ("owner", "1"), ("amount", "1000")),
            Deal("d", ActivityTypes.DealStageChanged, Now.AddDays(-4), ("stage", "closedwon")));
        await world.DrainAsync();
        Assert.Single(await world.CreditsAsync());

        await world.SourceAsync(null);
        world.Clock.Advance(TimeSpan.FromDays(1));
        await world.PersonAsync(Ann with { Identities = [] });
        await world.PersonAsync(Ann);
        await world.DrainAsync();

        Assert.Single(await world.CreditsAsync());
    }

    [Fact]
    public async Task Given_a_default_currency_when_a_deal_names_none_then_it_is_in_that_currency()
    {
        await using var world = await WorldAsync(new Source { Id = "crm", Provider = "cloudevents" });
        await world.PostAsync(
            Deal("open", ActivityTypes.DealCreated, Now.AddDays(-5), ("owner", "1"), ("amount", "1")),
            Deal("none", ActivityTypes.DealWon, Now.AddDays(-5), ("owner", "1"), ("amount", "1")),
            Deal("said", ActivityTypes.DealWon, Now.AddDays(-4), ("owner", "1"), ("amount", "1"), ("currency", "USD")));
        await world.DrainAsync();
        Assert.Equal([null, "USD"], (await world.CreditsAsync()).Select(credit => credit.Currency));

        await world.SourceAsync(new Source { Id = "crm", Provider = "cloudevents", DefaultCurrency = "EUR" });
        await world.DrainAsync();

        Assert.Equal(["EUR", "USD"], (await world.CreditsAsync()).Select(credit => credit.Currency));
        var open = Assert.Single(await world.OpenAsync());
        Assert.Equal(("EUR", "EUR"), (open.Open!.Currency, Assert.Single(open.Events).State.Currency));
    }

    [Fact]
    public async Task Given_a_change_that_no_event_depends_on_when_it_is_made_then_nothing_is_remapped()
    {
        await using var world = await WorldAsync(new Source { Id = "crm", Provider = "cloudevents" });
        await world.SourceAsync(new Source { Id = "crm", Provider = "cloudevents", Name = "Our CRM", Enabled = false });

        Assert.Empty(await world.Bus.ReceiveAsync(Queues.RemapSource, 10, TimeSpan.FromMinutes(1), default));
    }

    [Fact]
    public async Task Given_identities_of_two_sources_when_one_is_remapped_then_only_its_own_are_however_many_pages_they_fill()
    {
        await using var world = new World(Now);
        await world.PersonAsync(Ann with { Identities = new() { ["crm"] = [.. Enumerable.Range(0, 501).Select(i => $"o{i:000}")], ["other"] = ["x"] } });
        await EmptyAsync(world, Queues.RemapIdentity);
        var message = FollowOn.Remap(new SourceKey("crm")).Message(Now, null).Body;
        await world.Get<RemapSource>().Run(message, default);
        var next = Assert.Single(await world.Bus.ReceiveAsync(Queues.RemapSource, 10, TimeSpan.FromMinutes(1), default));
        await world.Get<RemapSource>().Run(next.Body, default);

        var remapped = await EmptyAsync(world, Queues.RemapIdentity);
        Assert.Empty(await world.Bus.ReceiveAsync(Queues.RemapSource, 10, TimeSpan.FromMinutes(1), default));
        Assert.Equal(501, remapped.Distinct().Count());
        Assert.All(remapped, key => Assert.Equal("crm", key.Source));
    }

    private static async Task<World> WorldAsync(Source source)
    {
        var world = new World(Now);
        await world.PutAsync(ResourceKinds.Sources, source.Id, source);
        await world.PersonAsync(Ann);
        await world.DrainAsync();
        return world;
    }

    private static async Task ScheduleAsync(World world)
    {
        await world.Get<ScheduleRemaps>().Run(new() { IsPastDue = false }, default);
        await world.DrainAsync();
    }

    private static async Task<List<IdentityKey>> EmptyAsync(World world, string queue)
    {
        var keys = new List<IdentityKey>();
        while (true)
        {
            while (await world.Bus.ReceiveAsync(queue, 200, TimeSpan.FromMinutes(5), default) is { Count: > 0 } received)
            {
                keys.AddRange(received.Select(message => Envelopes.Read<IdentityKey>(message.Body).Data));
                await world.Bus.CompleteAsync(received, default);
            }

            // A message may have come due between the last look and this one.
            var waiting = await world.Bus.StatisticsAsync(default);
            if (waiting.Any(found => found.Queue == queue && found.Ready > 0))
            {
                continue;
            }

            if (waiting.All(found => found.Scheduled == 0))
            {
                return keys;
            }

            world.Clock.Advance(TimeSpan.FromSeconds(30));
        }
    }
}
