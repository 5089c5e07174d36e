using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Tests.Metrics;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Tests.Digests;

public sealed class DigestComposerTests
{
    private static readonly FiscalCalendar Calendar = new(new OrganisationCalendar());
    private static readonly Period Week = Calendar.Parse("2026-W47")!;
    private static readonly Period Month = Calendar.Parse("2026-11")!;
    private static readonly Metric Calls = Sample.Count("calls", "call.completed");
    private static readonly Metric Bookings = Sample.Count("bookings", "deal.won") with { Category = "result" };
    private static readonly Metric Cycle = Sample.Count("cycle", "deal.won") with { Direction = "lowerIsBetter" };
    private static readonly Metric Discount = Sample.Count("discount", "deal.won") with { Direction = "inRange", RangeMin = 5m, RangeMax = 10m };
    private static readonly DateOnly[] Days = [Sample.Day("2026-11-23"), Sample.Day("2026-11-24"), Sample.Day("2026-11-26")];

    private static ScorecardMetric Cell(string metric, decimal value, decimal target, string colour, decimal? pace = null, string kind = "month") => new()
    {
        Metric = metric,
        Value = value,
        Target = target,
        PaceTarget = pace,
        ExpectedToDate = pace,
        Attainment = 100m * value / (pace ?? target),
        NotCounted = null,
        Colour = colour,
        Grey = null,
        Threshold = new AppliedThreshold("role", "ae", 1, new MetricThreshold { Metric = metric, Period = kind, Target = target }),
    };

    private static Scorecard Card(string person, Period period, decimal? composite, params ScorecardMetric[] cells) => new()
    {
        Person = person,
        Period = period.Id,
        Kind = period.Kind.Word(),
        Start = period.Start,
        End = period.End,
        Role = "ae",
        ActiveDays = 20m,
        ElapsedDays = 15m,
        Metrics = cells,
        Composite = composite,
        ValuesAt = default,
    };

    private static DigestPerson Rep(string id, decimal? composite, params ScorecardMetric[] cells) =>
        new() { Id = id, Team = "east", IsDirect = true, Month = Card(id, Month, composite, cells), Week = Card(id, Week, null) };

    private static ThresholdCrossed Crossed(string person, string metric, string to, string run = "2026-11-18T02:00Z", string period = "2026-11") =>
        new(person, period, metric, "amber", to, 42m, 60m, 70m, Sample.Instant(run));

    private static Digest Compose(params DigestPerson[] people) => DigestComposer.Compose(Input(people));

    private static DigestInput Input(params DigestPerson[] people) => new()
    {
        Manager = "mia",
        Week = Week,
        Month = Month,
        People = people,
        Metrics = new[] { Calls, Bookings, Cycle, Discount }.ToDictionary(metric => metric.Id),
        Days = Days,
    };

    [Theory]
    [InlineData(100.0, 1, 0, 0, 0)]
    [InlineData(99.999999, 0, 1, 0, 0)]
    [InlineData(80.0, 0, 1, 0, 0)]
    [InlineData(79.999999, 0, 0, 1, 0)]
    [InlineData(null, 0, 0, 0, 1)]
    public void Given_a_score_when_counted_then_green_is_from_100_and_amber_from_80(double? score, int green, int amber, int red, int grey) =>
        Assert.Equal(new DigestColours(green, amber, red, grey), Compose(Rep("ann", (decimal?)score)).People);

    [Fact]
    public void Given_a_month_too_young_for_a_score_when_composed_then_the_weeks_counts()
    {
        var young = Rep("ann", null) with { Week = Card("ann", Week, 70m, Cell("calls", 35m, 50m, Colours.Red, kind: "week"), Cell("bookings", 0m, 0.5m, Colours.Red)) };

        // Bookings are expected by the month: half a booking a week, and its absence, say nothing.
        var digest = Compose(young);

        Assert.Equal(new DigestColours(0, 0, 1, 0), digest.People);
        Assert.Equal("2026-W47", Assert.Single(digest.AtRisk.Items).Cells[0].Period);
        Assert.Equal("2026-W47", digest.ScorePeriod);
    }

    [Theory]
    [InlineData(3.9, "2026-W47", 1, 1)]
    [InlineData(4.0, "2026-11", 0, 2)]
    public void Given_a_month_when_under_a_fifth_of_it_is_over_then_everybodys_score_is_that_of_the_week(double elapsed, string period, int green, int red)
    {
        // Both are behind in the month; ben has had a good week.
        DigestPerson Of(string id, decimal week) => Rep(id, null) with { Month = Card(id, Month, 20m) with { ElapsedDays = (decimal)elapsed }, Week = Card(id, Week, week) };

        var digest = Compose(Of("ann", 30m), Of("ben", 110m));

        Assert.Equal(period, digest.ScorePeriod);
        Assert.Equal(new DigestColours(green, 0, red, 0), digest.People);
    }

    [Fact]
    public void Given_a_director_when_composed_then_talks_are_with_direct_reports_and_say_who_is_behind_them()
    {
        var red = Cell("calls", 42m, 60m, Colours.Red);
        DigestPerson Below(string id, decimal score) => Rep(id, score, red) with { IsDirect = false };
        DigestPerson[] reps = [.. Enumerable.Range(0, 7).Select(i => Below($"r{i}", 50m + i)), Below("fine", 100m)];
        var leader = new DigestPerson { Id = "lea", IsDirect = true, Leads = [.. reps.Select(rep => rep.Id), "nobody"] };

        var digest = Compose([leader, .. reps]);

        var slot = Assert.Single(digest.ToDo.Items);
        Assert.Equal(("lea", DigestReasons.Leads, 7, 8), (slot.Person, slot.Reason, slot.Count, slot.Led));
        Assert.Equal([new("r0", 50m), new("r1", 51m), new("r2", 52m), new("r3", 53m), new("r4", 54m)], slot.Behind!);
        Assert.Equal(8, digest.AtRisk.Items.Count);
        Assert.All(digest.AtRisk.Items, risk => Assert.Equal("lea", risk.Through));
    }

    [Theory]
    [InlineData("month", "month", "2026-11")]
    [InlineData("month", "week", null)]
    public void Given_the_cells_of_a_metric_when_all_are_of_one_period_then_its_colours_are_said_to_be_of_that(string first, string second, string? expected)
    {
        DigestPerson Of(string id, string kind)
        {
            var cell = Cell("calls", 42m, 60m, Colours.Red, kind: kind);
            return kind == "month" ? Rep(id, 70m, cell) : Rep(id, 70m) with { Week = Card(id, Week, null, cell) };
        }

        Assert.Equal(expected, Assert.Single(Compose(Of("ann", first), Of("ben", second)).Metrics).Period);
    }

    [Fact]
    public void Given_a_red_cell_behind_its_pace_when_composed_then_what_is_missing_and_needed_a_day_is_told()
    {
        // 60 of 120 are expected by now and 42 done: 18 short. 78 to go on 20 − 15 = 5 days: 15.6 a day.
        var digest = Compose(Rep("ann", 70m, Cell("calls", 42m, 120m, Colours.Red, pace: 60m)));

        var cell = Assert.Single(Assert.Single(digest.AtRisk.Items).Cells);
        Assert.Equal((42m, 60m, true, 70m), (cell.Value, cell.Target, cell.IsPace, cell.Attainment));
        Assert.Equal((18m, 15.6m), (cell.Missing, cell.PerDay));
    }

    [Theory]
    [InlineData("cycle", 60, 45, 15)]
    [InlineData("discount", 3, 0, 2)]
    [InlineData("discount", 14, 0, 4)]
    [InlineData("calls", 40, 60, 20)]
    public void Given_a_red_cell_when_composed_then_the_distance_is_in_the_bad_direction_and_needs_no_day_when_it_does_not_add_up(string metric, decimal value, decimal target, decimal missing)
    {
        var red = Cell(metric, value, Math.Max(target, 1m), Colours.Red);
        var cell = Assert.Single(Assert.Single(Compose(Rep("ann", 70m, metric == "discount" ? red with { Target = null } : red)).AtRisk.Items).Cells);

        Assert.Equal(missing, cell.Missing);
        Assert.Null(cell.PerDay);
    }

    [Fact]
    public void Given_people_when_ordered_by_need_then_reasons_go_from_behind_to_steady()
    {
        var red = Cell("calls", 42m, 60m, Colours.Red);
        var digest = Compose(
            Rep("steady", 120m),
            Rep("well-done", 120m) with { Won = [Won("d1", 100m)] },
            Rep("unknown", null),
            Rep("slipping", 90m, Cell("calls", 54m, 60m, Colours.Amber)),
            Rep("red", 101m, red),
            new DigestPerson { Id = "leader", IsDirect = true, Leads = ["behind-2", "behind-1", "red"] },
            new DigestPerson { Id = "far", IsDirect = false, Leads = ["behind-1"] },
            Rep("turned", 110m, red) with { Crossed = [Crossed("turned", "calls", Colours.Red)] },
            Rep("turned-back", 130m, Cell("calls", 78m, 60m, Colours.Green)) with { Crossed = [Crossed("turned-back", "calls", Colours.Red)] },
            Rep("behind-1", 60m, red),
            Rep("behind-2", 50m, red));

        Assert.Equal(
            [
                ("behind-2", DigestReasons.Behind), ("behind-1", DigestReasons.Behind), ("leader", DigestReasons.Leads), ("turned", DigestReasons.TurnedRed), ("red", DigestReasons.Red),
                ("slipping", DigestReasons.Slipping), ("unknown", DigestReasons.Unknown), ("well-done", DigestReasons.WellDone), ("steady", DigestReasons.Steady), ("turned-back", DigestReasons.Steady),
            ],
            digest.ToDo.Items.Select(slot => (slot.Person, slot.Reason)));
        Assert.Equal(2, digest.ToDo.Items.Single(slot => slot.Person == "leader").Count);

        // Ten talks on three working days, those in most need on the first.
        Assert.Equal([Days[0], Days[0], Days[0], Days[0], Days[1], Days[1], Days[1], Days[2], Days[2], Days[2]], digest.ToDo.Items.Select(slot => slot.Day));
    }

    [Fact]
    public void Given_a_manager_who_is_away_when_composed_then_everybody_has_a_slot_without_a_day()
    {
        var digest = DigestComposer.Compose(Input(Rep("ann", 120m)) with { Days = [] });

        Assert.Null(Assert.Single(digest.ToDo.Items).Day);
    }

    [Fact]
    public void Given_a_metric_that_crossed_several_times_when_composed_then_the_last_is_told_once_and_the_months_before_the_weeks()
    {
        var digest = Compose(Rep("ann", 90m) with
        {
            Crossed =
            [
                Crossed("ann", "calls", Colours.Red, "2026-11-18T02:00Z"),
                Crossed("ann", "calls", Colours.Green, "2026-11-20T02:00Z", "2026-W47"),
                Crossed("ann", "calls", Colours.Amber, "2026-11-20T02:00Z"),
            ],
        });

        var crossing = Assert.Single(digest.Crossed.Items);
        Assert.Equal((Colours.Amber, "2026-11"), (crossing.To, crossing.Period));
        Assert.Empty(digest.Praise.Items);
    }

    [Fact]
    public void Given_a_crossing_in_a_period_its_metric_does_not_belong_to_when_composed_then_it_is_not_told()
    {
        var digest = Compose(Rep("ann", 90m, Cell("calls", 42m, 60m, Colours.Red, kind: "week"), Cell("bookings", 1m, 2m, Colours.Red)) with
        {
            Crossed =
            [
                Crossed("ann", "calls", Colours.Red, period: "2026-W46"),
                Crossed("ann", "bookings", Colours.Red, period: "2026-W46"),
                Crossed("ann", "cycle", Colours.Red, period: "2026-Q4"),
            ],
        });

        // Calls are expected by the week; bookings by the month; of the cycle nothing is known any more.
        Assert.Equal(["calls", "cycle"], digest.Crossed.Items.Select(crossing => crossing.Metric));
    }

    [Fact]
    public void Given_wins_greens_and_a_better_week_when_composed_then_each_is_praised()
    {
        var digest = Compose(
            Rep("ann", 120m) with { Won = [Won("d1", 100m), Won("d2", 50.5m), Won("d3", 7m, "EUR"), Won("d4", 1m, null)] },
            Rep("ben", 100m) with { Week = Card("ben", Week, 90m), WeekBefore = Card("ben", Calendar.Previous(Week), 80m) },
            Rep("cem", 100m) with { Week = Card("cem", Week, 79m), WeekBefore = Card("cem", Calendar.Previous(Week), 20m) },
            Rep("dan", 100m) with { Week = Card("dan", Week, 90m), WeekBefore = Card("dan", Calendar.Previous(Week), 80.1m), Crossed = [Crossed("dan", "calls", Colours.Green)] });

        // cem is better by 59 points and still red; dan is better by 9.9 only.
        Assert.Equal(
            [("ann", DigestPraise.Won), ("ben", DigestPraise.Improved), ("dan", DigestPraise.TurnedGreen)],
            digest.Praise.Items.Select(praise => (praise.Person, praise.Kind)));
        Assert.Equal(4, digest.Praise.Items[0].Deals);
        Assert.Equal([new(1m, null), new(7m, "EUR"), new(150.5m, "USD")], digest.Praise.Items[0].Amounts);
    }

    [Fact]
    public void Given_a_team_when_composed_then_metrics_are_summed_and_results_come_first()
    {
        var digest = Compose(
            Rep("ann", 100m, Cell("calls", 42m, 120m, Colours.Red, pace: 60m), Cell("bookings", 3m, 2m, Colours.Green)),
            Rep("ben", 100m, Cell("calls", 78m, 120m, Colours.Green, pace: 60m)) with { Team = "west" });

        Assert.Equal(["bookings", "calls"], digest.Metrics.Select(metric => metric.Metric));

        // 42 + 78 of 60 + 60 expected by now.
        var calls = digest.Metrics[1];
        Assert.Equal(new DigestMeasure(120m, 120m, true, 100m), calls.Month);
        Assert.Null(calls.Week);
        Assert.Equal(new DigestColours(1, 0, 1, 0), calls.People);
        Assert.Equal([new("east", new(1, 0, 0, 0)), new("west", new(1, 0, 0, 0))], digest.Teams);
    }

    [Fact]
    public void Given_a_month_too_young_for_a_pace_when_composed_then_its_sum_has_no_attainment()
    {
        var young = Cell("calls", 2m, 120m, Colours.Grey) with { ExpectedToDate = 4m, NotCounted = GreyReasons.NotYet, Grey = GreyReasons.NotYet };

        Assert.Equal(new DigestMeasure(2m, 120m, false, null), Assert.Single(Compose(Rep("ann", null, young)).Metrics).Month);
    }

    [Fact]
    public void Given_forecasts_when_composed_then_last_weeks_of_the_same_period_and_currency_stand_beside_them()
    {
        DigestForecast Forecast(string period, string currency, decimal expected) => new(period, currency, 10m, expected, 20m, 90m, 100m, 0.5m);
        var before = DigestComposer.Compose(Input() with { Forecasts = [Forecast("2026-Q4", "USD", 40m), Forecast("2026-Q3", "EUR", 7m)] });

        var digest = DigestComposer.Compose(Input() with { Previous = before, Forecasts = [Forecast("2026-Q4", "USD", 50m), Forecast("2026-Q4", "EUR", 60m)] });

        Assert.Equal([("EUR", 60m, null), ("USD", 50m, (decimal?)40m)], digest.Forecasts.Select(forecast => (forecast.Currency, forecast.Expected, forecast.ExpectedBefore)));
    }

    [Fact]
    public void Given_nobody_when_composed_then_it_is_empty()
    {
        var digest = Compose();

        Assert.Equal(0, digest.People.Sum());
        Assert.Empty(digest.ToDo.Items);
        Assert.Empty(digest.Metrics);
    }

    [Fact]
    public void Given_thousands_when_composed_then_lists_are_cut_and_say_by_how_much_while_totals_are_whole()
    {
        DigestPerson[] people = [.. Enumerable.Range(0, 2_000).Select(i => Rep($"r{i:0000}", 50m, Cell("calls", 42m, 60m, Colours.Red)))];

        var digest = Compose(people);

        Assert.Equal(2_000, digest.People.Red);
        Assert.Equal((500, 1_500), (digest.ToDo.Items.Count, digest.ToDo.More));
        Assert.Equal((100, 1_900), (digest.AtRisk.Items.Count, digest.AtRisk.More));
    }

    [Fact]
    public void Given_the_same_people_in_another_order_when_composed_then_it_is_the_same_digest()
    {
        DigestPerson[] people = [.. Enumerable.Range(0, 30).Select(i => Rep($"r{i:00}", 60m + i, Cell("calls", 42m + i, 60m, i < 18 ? Colours.Red : Colours.Green)))];

        Assert.Equivalent(Compose(people), Compose([.. people.Reverse()]), strict: true);
    }

    private static Credit Won(string deal, decimal amount, string? currency = "USD") =>
        new() { Source = "crm", Deal = deal, Event = deal, Date = Week.Start, Amount = amount, Currency = currency };
}
