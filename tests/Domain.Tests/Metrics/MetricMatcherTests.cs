using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Tests.Metrics;

public class MetricMatcherTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    private static readonly Activity Call = Sample.Activity("call.completed", "2026-03-02T10:00Z") with
    {
        Account = "A1",
        Amount = 100.00m,
        Attributes = new() { ["direction"] = "outbound", ["minutes"] = "12.5", ["empty"] = "" },
    };

    [Theory]
    [InlineData("direction", "equals", "outbound", true)]
    [InlineData("direction", "equals", "Outbound", false)]
    [InlineData("missing", "equals", "outbound", false)]
    [InlineData("direction", "notEquals", "outbound", false)]
    [InlineData("missing", "notEquals", "outbound", true)]
    [InlineData("direction", "exists", null, true)]
    [InlineData("empty", "exists", null, false)]
    [InlineData("empty", "absent", null, true)]
    [InlineData("missing", "absent", null, true)]
    [InlineData("minutes", "atLeast", "12.50", true)]
    [InlineData("minutes", "above", "12.5", false)]
    [InlineData("minutes", "above", "12.4999", true)]
    [InlineData("minutes", "atMost", "12.5", true)]
    [InlineData("minutes", "below", "12.5", false)]
    [InlineData("direction", "below", "1000", false)]
    [InlineData("minutes", "below", "many", false)]
    [InlineData("amount", "equals", "100", true)]
    [InlineData("amount", "equals", "100.000", true)]
    [InlineData("amount", "below", "100.01", true)]
    [InlineData("account", "equals", "A1", true)]
    [InlineData("source", "equals", "crm", true)]
    [InlineData("contact", "absent", null, true)]
    [InlineData("direction", "sounds like", "outbound", false)]
    public void Feeds_OneCondition_DecidesByTheOperator(string field, string op, string? value, bool expected)
    {
        var matcher = MetricMatcher.Compile([Sample.Count("calls", "call.completed", new MetricCondition(field, op, value))]);

        Assert.Equal(expected ? ["calls"] : [], matcher.Feeds(Call, Day));
    }

    [Fact]
    public void Feeds_In_TakesAnyOfTheValues()
    {
        var matcher = MetricMatcher.Compile(
        [
            Sample.Count("either", "call.completed", new MetricCondition("direction", "in", Values: ["inbound", "outbound"])),
            Sample.Count("neither", "call.completed", new MetricCondition("direction", "in", Values: ["inbound"])),
            Sample.Count("amounts", "call.completed", new MetricCondition("amount", "in", Values: ["7", "100"])),
        ]);

        Assert.Equal(["amounts", "either"], matcher.Feeds(Call, Day));
    }

    [Fact]
    public void Feeds_SeveralConditions_MustAllHold()
    {
        var outbound = new MetricCondition("direction", "equals", "outbound");
        var matcher = MetricMatcher.Compile(
        [
            Sample.Count("both", "call.completed", outbound, new MetricCondition("minutes", "atLeast", "10")),
            Sample.Count("one", "call.completed", outbound, new MetricCondition("minutes", "atLeast", "20")),
        ]);

        Assert.Equal(["both"], matcher.Feeds(Call, Day));
    }

    [Theory]
    [InlineData("minutes", true)]
    [InlineData("amount", true)]
    [InlineData("direction", false)]
    [InlineData("missing", false)]
    public void Feeds_Sum_NeedsANumber(string field, bool expected)
    {
        var matcher = MetricMatcher.Compile([Sample.Sum("sum", "call.completed", field)]);

        Assert.Equal(expected ? ["sum"] : [], matcher.Feeds(Call, Day));
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("NaN")]
    [InlineData("1,000")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("1000000000000000.00000001")]
    [InlineData("")]
    public void Read_NotABoundedNumber_IsNull(string text) => Assert.Null(MetricNumber.Read(text));

    [Fact]
    public void Feeds_DealChange_FeedsNothingAsAnActivity()
    {
        var matcher = MetricMatcher.Compile([Sample.Count("wins", "deal.won")]);

        Assert.Empty(matcher.Feeds(Sample.Activity("deal.won", "2026-03-02T10:00Z"), Day));
    }

    [Fact]
    public void Feeds_DealEvent_ReadsTheDealsState()
    {
        var matcher = MetricMatcher.Compile(
        [
            Sample.Count("wins", "deal.won"),
            Sample.Count("large", "deal.won", new MetricCondition("amount", "atLeast", "50000"), new MetricCondition("stage", "equals", "closed")),
            Sample.Sum("bookings", "deal.won", "amount"),
            Sample.Sum("margin", "deal.won", "margin"),
            Sample.Count("losses", "deal.lost"),
        ]);
        var won = Sample.Event("deal.won", "2026-03-02T10:00Z", new DealState { Amount = 50_000m, Stage = "closed" });

        Assert.Equal(["bookings", "large", "wins"], matcher.Feeds(Sample.Contribution(won), won, Day));
    }

    [Fact]
    public void Feeds_DealEvent_ReadsTheDealsLatestAttributes()
    {
        var matcher = MetricMatcher.Compile([Sample.Count("partner", "deal.won", new MetricCondition("channel", "equals", "partner"))]);
        var won = Sample.Event("deal.won", "2026-03-02T10:00Z");

        Assert.Equal(["partner"], matcher.Feeds(Sample.Contribution(won) with { Attributes = new() { ["channel"] = "partner" } }, won, Day));
        Assert.Empty(matcher.Feeds(Sample.Contribution(won), won, Day));
    }

    [Fact]
    public void Feeds_ByMetric_LooksIntoARatiosSides()
    {
        var matcher = MetricMatcher.Compile(
            [Sample.Count("calls", "call.completed"), Sample.Count("meetings", "meeting.held"), Sample.Ratio("rate", "meetings", "calls")]);

        Assert.True(matcher.Feeds("rate", Call, Day));
        Assert.True(matcher.Feeds("calls", Call, Day));
        Assert.False(matcher.Feeds("meetings", Call, Day));
        Assert.False(matcher.Feeds("unknown", Call, Day));
    }

    [Fact]
    public void KeptApart_NamesTheMonthDocumentsAFoldNeeds()
    {
        var matcher = MetricMatcher.Compile(
        [
            Sample.Count("calls", "call.completed"),
            Sample.Distinct("accounts", "call.completed", "account"),
            Sample.Distinct("contacts", "call.completed", "contact"),
            Sample.Replied("replies"),
        ]);
        var reply = Sample.Activity("email.replied", "2026-03-02T10:00Z") with { Conversation = "C1" };

        Assert.Equal(["accounts"], matcher.KeptApart([Call]));
        Assert.Equal(["accounts", "replies"], matcher.KeptApart([reply, Call]));
    }

    [Fact]
    public void Compile_UnknownKind_FeedsNothing()
    {
        var matcher = MetricMatcher.Compile([Sample.Metric("odd", new MetricMeasure { Kind = "median", Types = ["call.completed"] })]);

        Assert.Empty(matcher.Feeds(Call, Day));
    }
}
