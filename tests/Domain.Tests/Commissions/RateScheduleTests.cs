using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Domain.Commissions;

namespace SalesPerf.Domain.Tests.Commissions;

public sealed class RateScheduleTests
{
    // 180,000: 100,000 at 4 % is 4,000, 50,000 at 5 % is 2,500, 30,000 at 6 % is 1,800: together 8,300.
    [Theory]
    [InlineData(0, 0)]
    [InlineData(60_000, 2_400)]
    [InlineData(100_000, 4_000)]
    [InlineData(150_000, 6_500)]
    [InlineData(180_000, 8_300)]
    [InlineData(-5_000, -200)]
    public void Pay_each_part_earns_its_own_tiers_rate(int credit, int pay) =>
        Assert.Equal(pay, RateSchedule.Of(Samples.FourFiveSix, null).Pay(credit));

    // A refund of 5,000 at 10 % takes 500 back.
    [Fact]
    public void Pay_refund_earns_the_first_tiers_rate() => Assert.Equal(-500m, RateSchedule.Of(Samples.Marginal((0, 10)), null).Pay(-5_000m));

    // Deal by deal, −180,000 mirrors 180,000.
    [Fact]
    public void PayDeal_refund_mirrors_the_sale() => Assert.Equal(-8_300m, RateSchedule.Of(Samples.FourFiveSix, null).PayDeal(-180_000m));

    // Quota 200,000: bounds at 50 % and 100 % are 100,000 and 200,000. 250,000 earns 1,000 + 2,000 + 1,500.
    [Fact]
    public void Pay_attainment_bounds_are_multiplied_by_quota()
    {
        var table = Samples.Marginal((0, 1), (50, 2), (100, 3)) with { Selector = "attainment" };
        var schedule = RateSchedule.Of(table, 200_000m);
        Assert.Equal([0m, 100_000m, 200_000m], schedule.Bounds);
        Assert.Equal(4_500m, schedule.Pay(250_000m));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(-10)]
    public void Pay_attainment_without_quota_earns_nothing(int? quota)
    {
        var schedule = RateSchedule.Of(Samples.Marginal((0, 1), (50, 2)) with { Selector = "attainment" }, quota);
        Assert.Equal(0m, schedule.Pay(250_000m));
        Assert.Equal(0m, schedule.Pay(-250_000m));
    }

    // Marginal pay has no jumps, so a total equal to a bound pays the same by either tier.
    [Fact]
    public void Pay_does_not_depend_on_the_boundary() =>
        Assert.Equal(RateSchedule.Of(Samples.FourFiveSix with { Boundary = "lower" }, null).Pay(100_000m), RateSchedule.Of(Samples.FourFiveSix with { Boundary = "higher" }, null).Pay(100_000m));

    [Fact]
    public void Pay_follows_the_formula()
    {
        Prop.ForAll(Gen.Choose(0, 40_000_000).ToArbitrary(), cents =>
        {
            var credit = cents / 100m;
            decimal[] lower = [0m, 100_000m, 150_000m], upper = [100_000m, 150_000m, decimal.MaxValue], rate = [0.04m, 0.05m, 0.06m];
            var expected = Enumerable.Range(0, 3).Sum(i => rate[i] * Math.Max(0m, Math.Min(credit, upper[i]) - lower[i]));
            return RateSchedule.Of(Samples.FourFiveSix, null).Pay(credit) == expected;
        }).QuickCheckThrowOnFailure();
    }

    // Target pay 5,000 is shared out by attainment: −10 of a quota of 100 take 500 back, whatever the credit; and credit below 0 without quota takes nothing.
    [Theory]
    [InlineData(-10, -20, -500)]
    [InlineData(10, -20, 500)]
    [InlineData(0, -20, 0)]
    public void Pay_of_target_pay_follows_attainment_below_0_too(decimal selector, decimal credit, decimal pay)
    {
        var table = new RateTable { Selector = SelectorNames.Attainment, Tiers = [new RateTier(0m) { TargetMultiplier = 1m }, new RateTier(100m) { TargetMultiplier = 2m }] };
        Assert.Equal(pay, RateSchedule.Of(table, 100m, 5_000m).Pay(selector, credit, null));
    }
}
