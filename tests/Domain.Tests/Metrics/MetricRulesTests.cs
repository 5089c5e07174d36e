using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Tests.Metrics;

public class MetricRulesTests
{
    private static readonly Metric Calls = Sample.Count("calls", "call.completed");
    private static readonly Metric Wins = Sample.Sum("wins", "deal.won", "amount") with { Unit = "USD" };
    private static readonly Metric Rate = Sample.Ratio("rate", "calls", "wins");

    private static IEnumerable<string> Pointers(Metric metric, params Metric[] others) =>
        MetricRules.Validate(metric, others).Select(problem => problem.Pointer);

    public static TheoryData<string, Metric> Right => new()
    {
        { "count", Calls },
        { "sum over deals", Wins },
        { "ratio of an activity and a deal metric", Rate },
        { "distinct per account", Sample.Distinct("d", "call.completed", "contact", "account") },
        { "replied", Sample.Replied("r", new MetricCondition("automated", "notEquals", "true")) },
        { "conversion", Sample.Path("c", "conversion", "created", "won") },
        { "duration", Sample.Path("t", "duration", "qualified", "lost") },
        { "entered", Sample.Metric("e", new MetricMeasure { Kind = "entered" }) },
        { "inRange", Calls with { Direction = "inRange", RangeMin = 0m, RangeMax = 10m, Tolerance = 5m } },
        { "uncapped", Calls with { CapAtPercent = null } },
        { "its own new version", Calls with { Name = "Calls made" } },
    };

    [Theory]
    [MemberData(nameof(Right))]
    public void Validate_RightMetric_HasNoProblems(string what, Metric metric) =>
        Assert.True(MetricRules.Validate(metric, [Calls, Wins]).Count == 0, what);

    public static TheoryData<string, Metric> Wrong => new()
    {
        { "/id", Calls with { Id = "a#n" } },
        { "/id", Calls with { Id = "" } },
        { "/id", Calls with { Id = new string('a', 65) } },
        { "/name", Calls with { Name = " " } },
        { "/unit", Calls with { Unit = new string('x', 21) } },
        { "/category", Calls with { Category = "thing" } },
        { "/direction", Calls with { Direction = "sideways" } },
        { "/rangeMin", Calls with { RangeMin = 1m } },
        { "/rangeMin|/rangeMax|/tolerance", Calls with { Direction = "inRange" } },
        { "/rangeMax", Calls with { Direction = "inRange", RangeMin = 2m, RangeMax = 1m, Tolerance = 1m } },
        { "/tolerance", Calls with { Direction = "inRange", RangeMin = 1m, RangeMax = 1m, Tolerance = 0m } },
        { "/capAtPercent", Calls with { CapAtPercent = 0m } },
        { "/measure", Calls with { Measure = null! } },
        { "/measure/kind", Sample.Metric("m", new MetricMeasure { Kind = "median" }) },
        { "/measure/types", Sample.Metric("m", new MetricMeasure { Kind = "count" }) },
        { "/measure/types", Sample.Metric("m", new MetricMeasure { Kind = "count", Types = null! }) },
        { "/measure/types", Sample.Metric("m", new MetricMeasure { Kind = "count", Types = ["deal.won", "call.completed"] }) },
        { "/measure/types/0", Sample.Count("m", "deal.exploded") },
        { "/measure/types/0", Sample.Count("m", "deal.deleted") },
        { "/measure/types/0", Sample.Count("m", "call..completed") },
        { "/measure/types/0", Sample.Count("m", "call") },
        { "/measure/types/0", Sample.Count("m", "Call.completed") },
        { "/measure/types/0", Sample.Count("m", "cold-call.completed") },
        { "/measure/types/0", Sample.Count("m", $"call.{new string('x', 124)}") },
        { "/measure/types/1", Sample.Metric("m", new MetricMeasure { Kind = "count", Types = ["call.completed", "call.completed"] }) },
        { "/measure/types", Sample.Distinct("m", "deal.won", "account") },
        { "/measure/types", Sample.Metric("m", new MetricMeasure { Kind = "replied", Types = ["deal.won"] }) },
        { "/measure/types/0", Sample.Metric("m", new MetricMeasure { Kind = "replied", Types = ["email.replied"] }) },
        { "/measure/types", Rate with { Measure = Rate.Measure with { Types = ["call.completed"] } } },
        { "/measure/field", Sample.Metric("m", new MetricMeasure { Kind = "sum", Types = ["call.completed"] }) },
        { "/measure/field", Sample.Sum("m", "call.completed", "account") },
        { "/measure/field", Sample.Distinct("m", "call.completed", "amount") },
        { "/measure/field", Calls with { Measure = Calls.Measure with { Field = "amount" } } },
        { "/measure/per", Sample.Distinct("m", "call.completed", "account", "week") },
        { "/measure/per", Calls with { Measure = Calls.Measure with { Per = "day" } } },
        { "/measure/numerator|/measure/denominator", Sample.Metric("m", new MetricMeasure { Kind = "ratio" }) },
        { "/measure/denominator", Sample.Ratio("m", "calls", "unknown") },
        { "/measure/numerator", Sample.Ratio("m", "m", "calls") },
        { "/measure/numerator", Sample.Ratio("m", "rate", "calls") },
        { "/measure/numerator", Calls with { Measure = Calls.Measure with { Numerator = "wins" } } },
        { "/measure/minDenominator", Rate with { Measure = Rate.Measure with { MinDenominator = -1m } } },
        { "/measure/fromStage", Sample.Path("m", "conversion", "", "won") },
        { "/measure/fromStage", Sample.Path("m", "conversion", "won", "lost") },
        { "/measure/toStage", Sample.Path("m", "duration", "lead", "created") },
        { "/measure/toStage", Sample.Path("m", "duration", "lead", "lead") },
        { "/measure/toStage", Calls with { Measure = Calls.Measure with { ToStage = "won" } } },
        { "/measure/where", Rate with { Measure = Rate.Measure with { Where = [new MetricCondition("a", "exists")] } } },
        { "/measure/where/0/field", Sample.Count("m", "call.completed", new MetricCondition("", "exists")) },
        { "/measure/where/0/op", Sample.Count("m", "call.completed", new MetricCondition("x", "like", "y")) },
        { "/measure/where/0/value", Sample.Count("m", "call.completed", new MetricCondition("x", "equals")) },
        { "/measure/where/0/value", Sample.Count("m", "call.completed", new MetricCondition("x", "exists", "y")) },
        { "/measure/where/0/value", Sample.Count("m", "call.completed", new MetricCondition("x", "atLeast", "1e400")) },
        { "/measure/where/0/values", Sample.Count("m", "call.completed", new MetricCondition("x", "in")) },
        { "/measure/where/0/values/1", Sample.Count("m", "call.completed", new MetricCondition("x", "in", Values: ["a", ""])) },
        { "/measure/where/0", Calls with { Measure = Calls.Measure with { Where = [null!] } } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Validate_WrongMetric_PointsAtTheMember(string pointers, Metric metric) =>
        Assert.Equal(pointers.Split('|'), Pointers(metric, Calls, Wins, Rate).Distinct());

    [Fact]
    public void Validate_OneDistinctMetricTooMany_IsRefused()
    {
        var others = Enumerable.Range(0, 50).Select(i => Sample.Distinct($"d{i}", "call.completed", "account")).ToArray();
        Assert.Equal(["/measure/kind"], Pointers(Sample.Distinct("m", "call.completed", "account"), others));
        Assert.Empty(Pointers(Calls, others));
        Assert.Empty(Pointers(others[0], others));
    }

    [Fact]
    public void Validate_ManyProblems_ReportsAllAtOnce()
    {
        var metric = Sample.Metric("", new MetricMeasure
        {
            Kind = "sum",
            Types = ["deal.won", "call.completed"],
            Per = "day",
            Where = [new MetricCondition("x", "equals"), new MetricCondition("", "nope")],
        });

        Assert.Equal(
            ["/id", "/name", "/measure/types", "/measure/field", "/measure/per", "/measure/where/0/value", "/measure/where/1/field", "/measure/where/1/op"],
            Pointers(metric));
    }

    [Fact]
    public void Validate_PartOfARatioBecomesARatio_IsRefused() =>
        Assert.Equal(["/measure/kind"], Pointers(Sample.Path("calls", "conversion", "created", "won"), Wins, Rate));
}
