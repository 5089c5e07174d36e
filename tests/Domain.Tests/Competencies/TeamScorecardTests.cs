using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Tests.Metrics;

namespace SalesPerf.Domain.Tests.Competencies;

public class TeamScorecardTests
{
    private static readonly Metric Rate = Sample.Ratio("rate", "meetings", "calls", "%");
    private static readonly MetricThreshold Thirty = new() { Metric = "rate", Period = "month", Target = 30m };

    private static Scorecard Member(string person, MetricValue value, MetricThreshold? threshold, Metric? metric = null, string today = "2026-04-01") =>
        Cards.Evaluate(Cards.Input(metric ?? Cards.Calls, threshold, value, today, person: Cards.Ann with { Id = person }));

    private static TeamMetric Team(Metric metric, params Scorecard[] members) =>
        TeamScorecard.Combine("north", "2026-03", members, new Dictionary<string, Metric> { [metric.Id] = metric }).Metrics.Single();

    [Fact]
    public void Combine_Counts_AddsActualsAndTargetsOfOwners()
    {
        var team = Team(
            Cards.Calls,
            Member("ann", Cards.Value("calls", 10m, 10), Cards.Hundred with { Target = 10m }),
            Member("bob", Cards.Value("calls", 100m, 100), Cards.Hundred with { Target = 200m }),
            Member("cid", Cards.Value("calls", 999m, 999), Cards.Hundred with { Target = null }));

        // 110 of 210 = 52.380952…%; the mean of 100 % and 50 % would say 75. Cid owes nothing and counts nothing.
        Assert.Equal(
            new TeamMetric { Metric = "calls", Owners = 2, Value = 110m, Target = 210m, Attainment = 52.380952m },
            team);
    }

    [Fact]
    public void Combine_Ratios_DividesTheSums()
    {
        Scorecard Of(string person, decimal numerator, decimal denominator, decimal target) => Member(
            person,
            Cards.Value("rate", 100m * numerator / denominator) with { Numerator = numerator, Denominator = denominator },
            Thirty with { Target = target },
            Rate);

        var team = Team(Rate, Of("ann", 9m, 10m, 30m), Of("bob", 9m, 90m, 20m));

        // 18 ÷ 100 = 18 %, not the mean of 90 % and 10 %. On target: (30 × 10 + 20 × 90) ÷ 100 = 21. 18 ÷ 21 = 85.714286 %.
        Assert.Equal(
            new TeamMetric { Metric = "rate", Owners = 2, Value = 18m, Numerator = 18m, Denominator = 100m, Target = 21m, Attainment = 85.714286m },
            team);
    }

    [Fact]
    public void Combine_RatiosTooSmallAlone_CountTogether()
    {
        Scorecard Of(string person) => Member(person, Cards.Value("rate", 20m) with { Numerator = 1m, Denominator = 5m }, Thirty with { Target = 20m }, Rate);

        Assert.Null(Team(Rate, Of("ann")).Attainment);
        Assert.Equal((20m, 100m), (Team(Rate, Of("ann"), Of("bob")).Value, Team(Rate, Of("ann"), Of("bob")).Attainment));
    }

    [Fact]
    public void Combine_OpenPeriod_ComparesWithTheSumOfPaces()
    {
        // On the 16th 10 of 22 days are over. Targets 5.5 and 6.6: 2.5 + 3 = 5.5 expected, enough together though not alone.
        Scorecard Of(string person, decimal target, decimal value) =>
            Member(person, Cards.Value("calls", value, (long)value), Cards.Hundred with { Target = target }, today: "2026-03-16");

        var team = Team(Cards.Calls, Of("ann", 5.5m, 1m), Of("bob", 6.6m, 2m));

        // 3 ÷ 5.5 = 54.545455 %
        Assert.Equal((12.1m, 5.5m, 54.545455m), (team.Target, team.PaceTarget, team.Attainment));
        Assert.Null(Team(Cards.Calls, Of("ann", 5.5m, 1m)).PaceTarget);
    }

    [Fact]
    public void Combine_Ranges_AreOnePersonsEach()
    {
        var range = Cards.Calls with { Direction = "inRange", RangeMin = 10m, RangeMax = 20m, Tolerance = 10m };
        Scorecard Of(string person, decimal value) => Member(person, Cards.Value("calls", value, (long)value), new() { Metric = "calls", Period = "month" }, range);

        // Two people: 20 to 40, tolerance 20. 15 + 30 = 45 is 5 outside: 75 %.
        Assert.Equal(75m, Team(range, Of("ann", 15m), Of("bob", 30m)).Attainment);
    }

    [Fact]
    public void Combine_EnteredShares_AreNotAdded()
    {
        var entered = Sample.Metric("mbo", new MetricMeasure { Kind = "entered" }) with { Unit = "%" };
        var member = Member("ann", Cards.Value("mbo", 90m), new() { Metric = "mbo", Period = "month", Target = 100m }, entered);

        Assert.Null(Team(entered, member, member with { Person = "bob" }).Value);
        Assert.Equal(180m, Team(entered with { Unit = "USD" }, member, member with { Person = "bob" }).Value);
    }

    [Fact]
    public void Combine_NobodyOrUnknownMetric_IsEmpty()
    {
        var member = Member("ann", Cards.Value("calls", 1m, 1), Cards.Hundred);

        Assert.Empty(TeamScorecard.Combine("north", "2026-03", [], new Dictionary<string, Metric>()).Metrics);
        Assert.Empty(TeamScorecard.Combine("north", "2026-03", [member], new Dictionary<string, Metric>()).Metrics);
        Assert.Throws<ArgumentException>(() => TeamScorecard.Combine("north", "2026-02", [member], new Dictionary<string, Metric>()));
    }
}
