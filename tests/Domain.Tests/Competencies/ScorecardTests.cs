using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Tests.Metrics;

namespace SalesPerf.Domain.Tests.Competencies;

public class ScorecardTests
{
    private static readonly Metric Mails = Sample.Count("mails", "email.sent");
    private static readonly Metric Meetings = Sample.Count("meetings", "meeting.held");

    private static MetricThreshold Target(string metric, decimal? target) => new() { Metric = metric, Period = "month", Target = target };

    [Fact]
    public void Competency_score_is_the_weighted_mean_without_grey_ones()
    {
        var card = Cards.Evaluate(Cards.Input(
        [
            (Cards.Calls, Target("calls", 100m), Cards.Value("calls", 90m, 90), 3m),
            (Mails, Target("mails", 100m), Cards.Value("mails", 50m, 50), 1m),
            (Meetings, Target("meetings", null), Cards.Value("meetings", 7m, 7), 6m),
        ]));

        // (90 × 3 + 50 × 1) ÷ 4 = 80
        Assert.Equal(80m, card.Competencies.Single().Score);
        Assert.Equal(80m, card.Composite);
        Assert.Equal(["calls", "mails", "meetings"], card.Metrics.Select(cell => cell.Metric));
        Assert.Equal("noTarget", card.Metrics[2].NotCounted);
        Assert.Equal(7m, card.Metrics[2].Value);
    }

    [Fact]
    public void Composite_weighs_competencies_and_leaves_unknown_ones_out()
    {
        var input = Cards.Input(
        [
            (Cards.Calls, Target("calls", 100m), Cards.Value("calls", 100m, 100), 1m),
            (Mails, Target("mails", 100m), Cards.Value("mails", 33m, 33), 1m),
            (Meetings, Target("meetings", 0m), Cards.Value("meetings", 7m, 7), 1m),
        ]);
        Competency Of(string metric, decimal weight) => new()
        {
            Id = metric,
            Name = metric,
            Weight = weight,
            Metrics = [new CompetencyMetric { Threshold = input.Thresholds[metric].Content }],
        };
        input = input with { Role = input.Role! with { Competencies = [Of("calls", 1m), Of("mails", 2m), Of("meetings", 5m)] } };

        var card = Cards.Evaluate(input);

        // (100 × 1 + 33 × 2) ÷ 3 = 55.333333…
        Assert.Equal([100m, 33m, null], card.Competencies.Select(competency => competency.Score));
        Assert.Equal(55.333333m, card.Composite);
    }

    [Fact]
    public void Nothing_known_is_no_score()
    {
        var card = Cards.Evaluate(Cards.Input(Cards.Calls, Target("calls", null), Cards.Value("calls", 5m, 5)));

        Assert.Null(card.Composite);
        Assert.Null(card.Competencies.Single().Score);
    }

    [Fact]
    public void Too_early_is_out_of_scores_though_its_attainment_shows()
    {
        var card = Cards.Evaluate(Cards.Input(Cards.Calls, Target("calls", 100m), Cards.Value("calls", 5m, 5), "2026-03-03"));

        Assert.Equal(5m, card.Metrics.Single().Attainment);
        Assert.Null(card.Composite);
    }

    [Fact]
    public void Scorecard_explains_itself()
    {
        var input = Cards.Input(Cards.Calls, Target("calls", 110m), Cards.Value("calls", 45m, 45), "2026-03-16", person: Cards.Ann with { Fte = 0.5m })
            with
        { Inputs = new() { ["rollup"] = 7 } };

        var card = Cards.Evaluate(input);

        Assert.Equal(("ann", "2026-03", "month", "ae", 3), (card.Person, card.Period, card.Kind, card.Role, card.RoleVersion));
        Assert.Equal((22, 11m, 5m), (card.WorkingDays, card.ActiveDays, card.ElapsedDays));
        Assert.Equal(new AppliedThreshold("role", "ae", 3, Target("calls", 110m)), card.Metrics.Single().Threshold);
        Assert.Equal((55m, 25m), (card.Metrics.Single().Target, card.Metrics.Single().PaceTarget));
        Assert.Equal(7, card.Inputs["rollup"]);
        Assert.Equal((Cards.Now, Cards.Now, Cards.Now), (card.ValuesAt, card.EvaluatedAt!.Value, card.Run!.Value));
    }

    [Fact]
    public void Refresh_changes_numbers_only()
    {
        var evaluated = Cards.Evaluate(Cards.Input(Cards.Calls, Target("calls", 110m), Cards.Value("calls", 20m, 20), "2026-03-16"));
        var later = Cards.Now.AddHours(5);

        var refreshed = ScorecardValues.Refresh(
            evaluated, Cards.Input(Cards.Calls, Target("calls", 110m), Cards.Value("calls", 50m, 50), "2026-03-16"), later);

        var cell = refreshed.Metrics.Single();
        Assert.Equal((50m, 100m, "red", 1), (cell.Value, cell.Attainment, cell.Colour, cell.Streak));
        Assert.Equal(100m, refreshed.Composite);
        Assert.Equal((later, Cards.Now, Cards.Now), (refreshed.ValuesAt, refreshed.EvaluatedAt!.Value, refreshed.Run!.Value));
    }

    [Fact]
    public void Refresh_of_nothing_makes_a_scorecard_without_colours()
    {
        var card = ScorecardValues.Refresh(null, Cards.Input(Cards.Calls, Target("calls", 100m), Cards.Value("calls", 100m, 100)), Cards.Now);

        Assert.Equal(("grey", "notYet", 0, 100m), (card.Metrics[0].Colour, card.Metrics[0].Grey, card.Metrics[0].Streak, card.Metrics[0].Attainment));
        Assert.Null(card.EvaluatedAt);
        Assert.Null(card.Run);
    }

    [Fact]
    public void Refresh_twice_says_the_same()
    {
        var input = Cards.Input(Cards.Calls, Target("calls", 100m), Cards.Value("calls", 33m, 33), "2026-03-16");

        var first = ScorecardValues.Refresh(null, input, Cards.Now);
        var second = ScorecardValues.Refresh(first, input, Cards.Now.AddMinutes(1));

        Assert.True(ScorecardValues.SaysTheSame(first, second));
        Assert.False(ScorecardValues.SaysTheSame(first, null));
        Assert.False(ScorecardValues.SaysTheSame(first, second with { Inputs = new() { ["rollup"] = 8 } }));
        Assert.False(ScorecardValues.SaysTheSame(first, second with { Metrics = [second.Metrics[0] with { Events = 9 }] }));
        Assert.False(ScorecardValues.SaysTheSame(first, second with { Competencies = [second.Competencies[0] with { Metrics = [] }] }));
    }

    [Fact]
    public void Scorecard_read_back_from_json_says_the_same()
    {
        var card = Cards.Evaluate(Cards.Input(Cards.Calls, Target("calls", 110m), Cards.Value("calls", 45m, 45), "2026-03-16") with { Inputs = new() { ["a"] = 1 } });

        Assert.True(ScorecardValues.SaysTheSame(card, System.Text.Json.JsonSerializer.Deserialize<Scorecard>(Sample.Text(card))));
    }

    [Theory]
    [InlineData("higherIsBetter")]
    [InlineData("lowerIsBetter")]
    [InlineData("inRange")]
    public void Extreme_numbers_overflow_nowhere(string direction)
    {
        var metric = Sample.Sum("calls", "a", "x") with
        {
            Direction = direction,
            CapAtPercent = null,
            RangeMin = -MetricNumber.Max,
            RangeMax = MetricNumber.Max,
            Tolerance = MetricNumber.Max,
        };
        decimal[] values = [-1_000_000m * MetricNumber.Max, -0.00000001m, 0m, 0.00000001m, 1_000_000m * MetricNumber.Max];
        var cells =
            from value in values
            from target in new[] { 0.000001m, 1m, MetricNumber.Max }
            from today in new[] { "2026-03-16", "2026-04-01" }
            select Cards.Cell(Cards.Input(metric, Target("calls", target) with { Green = 1_000_000m }, Cards.Value("calls", value, 1_000_000), today));

        Assert.All(cells, cell => Assert.InRange(cell.Attainment ?? 0m, 0m, 1_000_000m));
    }

    [Fact]
    public void Input_of_a_model_takes_the_persons_thresholds_before_the_roles()
    {
        var model = ModelWith(
            Cards.Ann with { Role = "ae", Thresholds = [Target("calls", 50m), Target("mails", 9m)] },
            new Role
            {
                Id = "ae",
                Name = "AE",
                Accountabilities = [new Accountability { Id = "growth", Name = "Growth", OutcomeMetric = "meetings" }],
                Competencies = [new Competency { Id = "c", Name = "C", Metrics = [new CompetencyMetric { Threshold = Target("calls", 100m) }] }],
            });

        var input = ScorecardInput.Of(
            model,
            Cards.Calendar,
            "ann",
            Cards.Calendar.Parse("2026-03")!,
            Sample.Day("2026-04-01"),
            new Dictionary<string, MetricValue> { ["calls"] = Cards.Value("calls", 25m, 25), ["meetings"] = Cards.Value("meetings", 2m, 2) });
        var card = Cards.Evaluate(input);

        Assert.Equal(["calls", "mails", "meetings"], card.Metrics.Select(cell => cell.Metric));
        Assert.Equal((50m, 50m), (card.Metrics[0].Target, card.Metrics[0].Attainment));
        Assert.Equal(new AppliedThreshold("person", "ann", 1, Target("calls", 50m)), card.Metrics[0].Threshold);
        Assert.Equal((2m, "noTarget"), (card.Metrics[2].Value, card.Metrics[2].Grey));
        Assert.Equal(1, card.RoleVersion);
    }

    [Fact]
    public void Reference_day_is_today_the_last_day_or_the_leavers_last()
    {
        var march = Cards.Calendar.Parse("2026-03")!;
        DateOnly Day(Person person, string today) => ScorecardInput.ReferenceDay(ModelWith(person), "ann", march, Sample.Day(today));
        var leaver = Cards.Ann with { Employment = [new DateSpan(Sample.Day("2025-01-01"), Sample.Day("2026-03-11"))] };

        Assert.Equal(Sample.Day("2026-03-16"), Day(Cards.Ann, "2026-03-16"));
        Assert.Equal(Sample.Day("2026-03-31"), Day(Cards.Ann, "2026-05-01"));
        Assert.Equal(Sample.Day("2026-03-10"), Day(leaver, "2026-03-16"));
        Assert.Equal(Sample.Day("2026-02-01"), Day(Cards.Ann, "2026-02-01"));
    }

    [Fact]
    public void Person_that_is_not_there_has_an_empty_scorecard()
    {
        var input = ScorecardInput.Of(
            ModelWith(Cards.Ann), Cards.Calendar, "nobody", Cards.Calendar.Parse("2026-03")!, Sample.Day("2026-03-16"), new Dictionary<string, MetricValue>());

        var card = Cards.Evaluate(input);

        Assert.Empty(card.Metrics);
        Assert.Equal(0m, card.ActiveDays);
    }

    private static Model ModelWith(Person person, Role? role = null) => new()
    {
        People = new Dictionary<string, Resource<Person>> { [person.Id] = Versions(person.Id, person) },
        Roles = role is null ? new Dictionary<string, Resource<Role>>() : new Dictionary<string, Resource<Role>> { [role.Id] = Versions(role.Id, role) },
        Metrics = new[] { Cards.Calls, Mails, Meetings }.ToDictionary(metric => metric.Id, metric => Versions(metric.Id, metric)),
    };

    private static Resource<T> Versions<T>(string id, T content)
        where T : class => new(id, [new ResourceVersion<T>(1, Sample.Day("2020-01-01"), Sample.Instant("2020-01-01T00:00Z"), "admin", content)]);
}
