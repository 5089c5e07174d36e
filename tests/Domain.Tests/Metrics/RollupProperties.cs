using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Tests.Metrics;

public class RollupProperties
{
    private static readonly MetricMatcher Matcher = MetricMatcher.Compile(
    [
        Sample.Count("calls", "call.completed"),
        Sample.Count("outbound", "call.completed", new MetricCondition("direction", "equals", "outbound")),
        Sample.Sum("minutes", "call.completed", "minutes"),
        Sample.Distinct("accounts", "call.completed", "account"),
        Sample.Distinct("directions", "call.completed", "direction", "account"),
        Sample.Replied("replies"),
        Sample.Replied("outboundReplies", new MetricCondition("direction", "equals", "outbound")),
    ]);

    private static readonly Func<DateTimeOffset, DateOnly> LocalDay = Sample.DaysIn("America/New_York");

    private static readonly Gen<Activity> Activities =
        from type in Gen.Elements("call.completed", "email.sent", "email.replied", "meeting.held", "deal.won")
        from second in Gen.Choose(0, (31 * 86_400) - 1)
        from account in Gen.Elements(null, "A1", "A2", "A3")
        from conversation in Gen.Elements(null, "C1", "C2")
        from direction in Gen.Elements("outbound", "inbound", "")
        from minutes in Gen.Elements("1", "2.50", "-3.25", "0.00000001", "none")
        select Sample.Activity(type, "2026-03-01T00:00Z") with
        {
            OccurredAt = Sample.Instant("2026-03-01T00:00Z").AddSeconds(second),
            Account = account,
            Conversation = conversation,
            Attributes = new() { ["direction"] = direction, ["minutes"] = minutes },
        };

    private static readonly Arbitrary<(Activity[] Feed, int Size, int Seed)> Feeds = (
        from feed in Gen.ArrayOf(Activities)
        from size in Gen.Choose(1, 7)
        from seed in Gen.Choose(0, 1_000)
        select (feed, size, seed)).ToArbitrary();

    [Fact]
    public void Any_order_and_any_split_into_batches_equals_a_rebuild() =>
        Prop.ForAll(Feeds, sample =>
        {
            var rebuilt = Apply(null, [], sample.Feed);
            var shuffled = sample.Feed.ToArray();
            new Random(sample.Seed).Shuffle(shuffled);

            MonthRollup? rollup = null;
            var months = new Dictionary<string, MetricMonth>();
            foreach (var batch in shuffled.Chunk(sample.Size))
            {
                var change = Apply(rollup, [.. months.Values], batch);
                rollup = change.Rollup;
                foreach (var month in change.MetricMonths)
                {
                    Assert.NotEqual(Sample.Text(months.GetValueOrDefault(month.Metric)), Sample.Text(month));
                    months[month.Metric] = month;
                }
            }

            return Sample.Text(rollup ?? rebuilt.Rollup) == Sample.Text(rebuilt.Rollup)
                && Sample.Text(months.Values.OrderBy(month => month.Metric, StringComparer.Ordinal)) == Sample.Text(rebuilt.MetricMonths);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Taking_out_what_was_put_in_leaves_the_same_text() =>
        Prop.ForAll(Feeds, sample =>
        {
            var half = sample.Feed.Length / 2;
            var first = Apply(null, [], sample.Feed[..half]).Rollup;
            var second = Apply(null, [], sample.Feed[half..]).Rollup;

            return Sample.Text(first.Plus(second.Days).Minus(second.Days)) == Sample.Text(first)
                && Sample.Text(first.Plus(second.Days)) == Sample.Text(second.Plus(first.Days))
                && first.Minus(first.Days).Days.Count == 0;
        }).QuickCheckThrowOnFailure();

    private static RollupChange Apply(MonthRollup? rollup, IReadOnlyList<MetricMonth> months, IEnumerable<Activity> feed) =>
        RollupFold.Apply(rollup, months, feed, Matcher, LocalDay, Sample.Stamp, "2026-03");
}
