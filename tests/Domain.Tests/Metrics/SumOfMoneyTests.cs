using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Tests.Metrics;

/// <summary>Dollars are not added to yen.</summary>
public class SumOfMoneyTests
{
    private static readonly DateOnly From = new(2026, 3, 1);
    private static readonly DateOnly To = new(2026, 4, 1);
    private static readonly Metric Invoiced = Sample.Sum("invoiced", "invoice.issued", "amount") with { Unit = "USD" };

    private static Domain.Activities.Activity Invoice(string key, decimal? amount, string? currency, string source = "crm") =>
        Sample.Activity("invoice.issued", "2026-03-02T09:00Z") with { Key = key, Amount = amount, Currency = currency, Source = source };

    private static MetricValue Value(Metric metric, IReadOnlyDictionary<string, string>? currencies, params Domain.Activities.Activity[] activities)
    {
        var change = RollupFold.Apply(null, [], activities, MetricMatcher.Compile([metric], currencies), Sample.UtcDay, Sample.Stamp, "2026-03");
        return MetricValues.Of([metric], [new RollupSet(change.Rollup, [])], From, To)[metric.Id];
    }

    [Fact]
    public void Amounts_OfTwoCurrencies_AreNotAdded_AndTheRestIsCounted()
    {
        var value = Value(Invoiced, null, Invoice("a", 100m, "USD"), Invoice("b", 20_000m, "JPY"), Invoice("c", 7m, null), Invoice("d", null, "JPY"));

        // 100 USD + 7 in the metric's own; the yen are left out, and what has no amount is nothing.
        Assert.Equal((107m, 2L, 1L), (value.Value, value.Events, value.LeftOut));
    }

    [Fact]
    public void Amounts_WithoutACurrency_AreInTheirSourcesOwn()
    {
        var value = Value(Invoiced, new Dictionary<string, string> { ["japan"] = "JPY", ["crm"] = "USD" }, Invoice("a", 100m, null), Invoice("b", 20_000m, null, "japan"), Invoice("c", 5m, "USD", "japan"));

        Assert.Equal((105m, 1L), (value.Value, value.LeftOut));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("points")]
    public void Amounts_OfAMetricWithoutACurrency_AreAllAdded(string? unit) =>
        Assert.Equal(20_100m, Value(Invoiced with { Unit = unit }, null, Invoice("a", 100m, "USD"), Invoice("b", 20_000m, "JPY")).Value);

    [Fact]
    public void Wins_InAnotherCurrency_AreLeftOut()
    {
        var metric = Sample.Sum("won", "deal.won", "amount") with { Unit = "USD" };
        var tallies = DealRollup.Tallies(
            Sample.Contribution(
                Sample.Event("deal.won", "2026-03-02T09:00Z", new DealState { Amount = 100m, Currency = "USD" }),
                Sample.Event("deal.won", "2026-03-02T10:00Z", new DealState { Amount = 20_000m, Currency = "JPY" })),
            MetricMatcher.Compile([metric]),
            Sample.UtcDay);

        Assert.Equal(new Tally(1, 100m), tallies["2026-03"][new DateOnly(2026, 3, 2)]["won"]);
        Assert.Equal(new Tally(1, 0m), tallies["2026-03"][new DateOnly(2026, 3, 2)][RollupParts.LeftOut("won")]);
    }

    [Fact]
    public void Version_SaysWhatTheSumDependsOn()
    {
        var euros = new Dictionary<string, string> { ["crm"] = "EUR" };

        Assert.NotEqual(MetricsVersion.Of([Invoiced]), MetricsVersion.Of([Invoiced with { Unit = "EUR" }]));
        Assert.NotEqual(MetricsVersion.Of([Invoiced]), MetricsVersion.Of([Invoiced], euros));
        Assert.Equal(MetricsVersion.Of([Sample.Count("calls", "call.completed")]), MetricsVersion.Of([Sample.Count("calls", "call.completed")], euros));
    }

    [Theory]
    [InlineData("USD", true)]
    [InlineData(null, false)]
    [InlineData("points", false)]
    public void Rules_WarnOfASumOfAllCurrencies(string? unit, bool isFine)
    {
        var metric = Invoiced with { Unit = unit };

        Assert.Equal(isFine, MetricRules.Validate(metric, []).Count == 0);
        Assert.All(MetricRules.Validate(metric, []), problem => Assert.True(problem.IsWarning));
        Assert.Empty(MetricRules.Validate(metric with { Measure = metric.Measure with { Where = [new MetricCondition("currency", "equals", "USD")] } }, []));
    }
}
