using SalesPerf.Domain.Commissions;

namespace SalesPerf.Domain.Tests.Commissions;

public sealed class MetricEntryTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    private static readonly MetricEntry Entered = MetricEntry.Enter(null, "ann", "csat", "2026-10", 80m, "boss", At)!;

    [Fact]
    public void Given_nobody_but_the_author_and_the_beneficiary_when_they_decide_then_it_waits()
    {
        Assert.Equal((null, "Neither who entered it nor whose value it is decides on it: a second person does."), Entered.Decide(true, "boss", At));
        Assert.Null(Entered.Decide(false, "ann", At).After);
        Assert.Null(MetricEntry.Enter(null, "ann", "csat", "2026-10", 80m, "ann", At));
        Assert.False(Entered.Seen()!.Counts);
    }

    [Fact]
    public void Given_an_approved_value_when_another_waits_then_the_first_counts_until_the_second_is_approved()
    {
        var approved = Entered.Decide(true, "fay", At).After!;
        Assert.Same(approved, approved.Decide(true, "gil", At).After);
        Assert.Equal("It is approved already.", approved.Decide(false, "gil", At).Refusal);
        Assert.Same(approved, MetricEntry.Enter(approved, "ann", "csat", "2026-10", 80m, "mia", At));

        var waiting = MetricEntry.Enter(approved, "ann", "csat", "2026-10", 90m, "mia", At)!;
        Assert.Equal((80m, true), (waiting.Seen()!.Value, waiting.Seen()!.Counts));
        Assert.Equal(80m, waiting.Decide(false, "fay", At).After!.Seen()!.Value);
        Assert.Equal((90m, "mia", "fay"), (waiting.Decide(true, "fay", At).After!.InForce!.Value, waiting.Decide(true, "fay", At).After!.InForce!.EnteredBy, waiting.Decide(true, "fay", At).After!.InForce!.ApprovedBy));
    }

    [Fact]
    public void Given_a_rejected_value_when_seen_then_nothing_was_entered_and_the_same_may_be_entered_again()
    {
        var rejected = Entered.Decide(false, "fay", At).After!;
        Assert.Null(rejected.Seen());
        Assert.Equal(MetricEntry.Proposed, MetricEntry.Enter(rejected, "ann", "csat", "2026-10", 80m, "boss", At)!.State);
    }
}
