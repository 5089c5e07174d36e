using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Commissions.StatementSamples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>Pay periods that are closed stay as they are; what is known later is posted in the first open one.</summary>
public sealed class ClosedPayTests
{
    private static readonly Plan Tenth = Plan("month", Component(Marginal((0, 10)), "month"));
    private static readonly Plan Quarterly = Plan("month", Component(FourFiveSix, "quarter"));

    // 4 % of 80,000 in October, closed. 40,000 of October come late, 10,000 are November's: 130,000 to date are 4,000 + 1,500, less 3,200: 2,300, and nothing beside it.
    [Fact]
    public void Given_an_open_measure_period_when_a_credit_is_late_then_the_open_month_pays_the_difference()
    {
        var books = new SampleBooks(Quarterly);
        books.Close("2026-10", Credit("a", 80_000m, "2026-10-05"));
        var november = books.State("2026-11", Credit("a", 80_000m, "2026-10-05"), Credit("late", 40_000m, "2026-10-20"), Credit("b", 10_000m, "2026-11-05"));
        Assert.Equal((2_300m, 3_200m), (november.Earned(), november.Component().EarnedBefore.Amount));
        Assert.Empty(november.Assignments[0].Extras);

        // 100,000 of it at 4 % were 800 more, then 20,000 at 5 % are 1,000: 1,800 of the late one; 10,000 at 5 %: 500.
        Assert.Equal([0m, 1_800m, 500m], november.Component().Lines.Select(line => line.Earned.Amount));
    }

    // October's 10 % of 80,000 is closed: 8,000. 5,000 more of October are known in November: one correction of 500 beside November's own 1,000; once that is closed, nothing more.
    [Fact]
    public void Given_a_measure_period_that_is_over_when_a_credit_is_late_then_one_delta_is_posted()
    {
        var books = new SampleBooks(Tenth);
        books.Close("2026-10", Credit("a", 80_000m, "2026-10-05"));
        Credit[] known = [Credit("a", 80_000m, "2026-10-05"), Credit("late", 5_000m, "2026-10-20"), Credit("b", 10_000m, "2026-11-05")];
        var november = books.State("2026-11", known);
        Assert.Equal((1_500m, 1_000m), (november.Earned(), november.Component().Earned.Amount));
        var correction = Assert.Single(november.Assignments[0].Extras);
        Assert.Equal(("correction", "bookings", 500m), (correction.Kind, correction.Id, correction.Amount.Amount));
        Assert.Equal(0m, books.State("2026-12", known).Earned());
        books.Close("2026-11", known);
        Assert.Equal(0m, books.State("2026-12", known).Earned());

        // Then 80,000 turn out to have been 70,000, and the late one goes: −1,000 and −500 against what was posted last.
        books.Close("2026-12", Credit("a", 70_000m, "2026-10-05"), Credit("b", 10_000m, "2026-11-05"));
        Assert.Equal(-1_500m, books.Posted["2026-12"].Earned());
    }

    // Everything of two closed months is new: 1,000 and 2,000, as one correction.
    [Fact]
    public void Given_closed_months_without_a_state_when_an_assignment_is_backdated_then_what_they_are_worth_is_posted()
    {
        var books = new SampleBooks(Tenth) { OpenFrom = new DateOnly(2026, 11, 1) };
        var november = books.State("2026-11", Credit("a", 10_000m, "2026-09-05"), Credit("b", 20_000m, "2026-10-05"));
        Assert.Equal((3_000m, 0m), (november.Earned(), november.Component().Earned.Amount));
    }

    // The deal of October ends in November and is clawed back there, closed. In December it is deleted: nothing more. Or it is alive again: the 8,000 come back.
    [Fact]
    public void Given_an_end_that_was_acted_on_when_the_credit_goes_or_lives_then_it_is_neither_taken_twice_nor_kept()
    {
        var books = new SampleBooks(Tenth with { Clawback = new PlanClawback() });
        var sold = Credit("a", 80_000m, "2026-10-05");
        books.Close("2026-10", sold);
        books.Close("2026-11", sold.With("endedOn", "2026-11-10"));
        Assert.Equal(-8_000m, books.Posted["2026-11"].Earned());
        Assert.Equal(0m, books.State("2026-12", sold.With("endedOn", "2026-11-10")).Earned());
        Assert.Equal(0m, books.State("2026-12").Earned());
        Assert.Equal(8_000m, books.State("2026-12", sold).Earned());

        // A late credit of October is paid, and the end is not looked at again.
        Assert.Equal(500m, books.State("2026-12", sold.With("endedOn", "2026-11-10"), Credit("late", 5_000m, "2026-10-20")).Earned());
    }

    // The end of November is heard of in December only, when November is closed: it acts then, once.
    [Fact]
    public void Given_an_end_in_a_closed_month_when_it_is_heard_of_then_it_acts_in_the_open_one()
    {
        var books = new SampleBooks(Tenth with { Clawback = new PlanClawback() });
        var sold = Credit("a", 80_000m, "2026-10-05");
        books.Close("2026-10", sold);
        books.Close("2026-11", sold);
        var ended = sold.With("endedOn", "2026-11-10");
        Assert.Equal("clawback", Assert.Single(books.State("2026-12", ended).Assignments[0].Extras).Kind);
        books.Close("2026-12", ended);
        Assert.Equal((-8_000m, 0m), (books.Posted["2026-12"].Earned(), books.State("2027-01", ended).Earned()));
    }

    // Half at once, half with the cash. 1,000 of October: 500 paid. It is deleted in November: what was paid comes back, and nothing is held.
    [Fact]
    public void Given_held_pay_when_its_credit_goes_then_only_what_was_paid_comes_back()
    {
        var books = new SampleBooks(Tenth with { Payments = [new PlanPayment { SharePercent = 50m }, new PlanPayment { SharePercent = 50m, On = "cash" }] });
        books.Close("2026-10", Credit("a", 10_000m, "2026-10-05"));
        Assert.Equal((500m, 500m), (books.Posted["2026-10"].Payout(), books.Posted["2026-10"].Assignments[0].HeldBalance.Amount));
        var november = books.State("2026-11");
        Assert.Equal((-1_000m, -500m, 0m), (november.Earned(), november.Assignments[0].Payable.Amount, november.Assignments[0].HeldBalance.Amount));

        // A late credit of October: 200, half of it now.
        var late = books.State("2026-11", Credit("a", 10_000m, "2026-10-05"), Credit("late", 2_000m, "2026-10-20"));
        Assert.Equal((200m, 100m, 600m), (late.Earned(), late.Assignments[0].Payable.Amount, late.Assignments[0].HeldBalance.Amount));

        // The cash of October's deal: its other half.
        Assert.Equal(500m, books.State("2026-11", Credit("a", 10_000m, "2026-10-05").With("paid.2026-11-03", "10000")).Payout());
    }

    // A draw of 2,000: September gets all of it, October earns 1,500 and gets 500, closed. Late credit of October makes 1,000 in November: that is November's pay; 1,000 are missing
    // to the draw, and 3,500 are owed.
    [Fact]
    public void Given_a_draw_when_a_credit_is_late_then_the_closed_top_up_stands()
    {
        var books = new SampleBooks(Tenth with { Draw = new PlanDraw { Kind = "guarantee", Amount = 2_000m } });
        books.Close("2026-10", Credit("a", 15_000m, "2026-10-05"));
        var november = books.State("2026-11", Credit("a", 15_000m, "2026-10-05"), Credit("late", 10_000m, "2026-10-20"));
        Assert.Equal((1_000m, 2_000m, 3_500m), (november.Earned(), november.Payout(), november.Assignments[0].DrawBalance.Amount));
    }

    // 100 for each deal. One of October is late: a correction of 100, not a spiff of November.
    [Fact]
    public void Given_a_spiff_when_a_deal_is_late_then_it_is_a_correction()
    {
        var books = new SampleBooks(Plan("month", Component(Marginal((0, 0)), "month")) with { Spiffs = [new Spiff { Id = "s", Amount = 100m }] });
        books.Close("2026-10", Credit("a", 1m, "2026-10-05"));
        var extra = Assert.Single(books.State("2026-11", Credit("a", 1m, "2026-10-05"), Credit("late", 1m, "2026-10-20")).Assignments[0].Extras);
        Assert.Equal(("correction", "s", 100m), (extra.Kind, extra.Id, extra.Amount.Amount));
    }

    // A cap of 6,000 a month on a year's measure: 8,000 of October post 6,000; 5,000 more of October are late, and November's own 4,000 leave room for 2,000 of them.
    [Fact]
    public void Given_a_cap_on_pay_periods_when_a_credit_is_late_then_the_open_month_does_not_pass_it()
    {
        var component = Component(Marginal((0, 10)), "year") with { Caps = [new PayCap { On = "component", Amount = 6_000m, Per = "payPeriod" }] };
        var books = new SampleBooks(Plan("month", component));
        books.Close("2026-10", Credit("a", 20_000m, "2026-10-05"));
        Credit[] known = [Credit("a", 20_000m, "2026-10-05"), Credit("late", 35_000m, "2026-10-20"), Credit("b", 40_000m, "2026-11-05")];
        Assert.Equal(6_000m, books.State("2026-11", known).Earned());
        books.Close("2026-11", known);
        Assert.Equal(0m, books.State("2026-12", known).Earned());
    }

    /// <summary>10,000 at 10 % is 1,000, taken back in October. In November the credit turns out to be another: what it would have made is given and taken, and comes to nothing.</summary>
    [Theory]
    [InlineData(5_000)]
    [InlineData(20_000)]
    [InlineData(10_000)]
    public void Freeze_ACreditCorrectedAfterItsEndWasActedOn_PostsNothingMore(int amount)
    {
        var books = new SampleBooks(Plan("month", Component(Marginal((0, 10)), "month")) with { Clawback = new PlanClawback() });
        books.Close("2026-09", Credit("a", 10_000m, "2026-09-10"));
        books.Close("2026-10", Credit("a", 10_000m, "2026-09-10").With("endedOn", "2026-10-05"));
        books.Close("2026-11", Credit("a", amount, "2026-09-10").With("endedOn", "2026-10-05"));
        books.Close("2026-12", Credit("a", amount, "2026-09-10").With("endedOn", "2026-10-05"));
        Assert.Equal(
            (1_000m, -1_000m, 0m, 0m),
            (books.Posted["2026-09"].Earned(), books.Posted["2026-10"].Earned(), books.Posted["2026-11"].Earned(), books.Posted["2026-12"].Earned()));
    }

    /// <summary>1,200 earned over twelve months, ended after three: 900 back, 300 stay. Of half of it 150 stay: 150 more is taken. Alive again it is 600 altogether.</summary>
    [Fact]
    public void Freeze_ACreditCorrectedAfterAProRataEnd_KeepsItsShareOfWhatItIsNow()
    {
        var books = new SampleBooks(Plan("month", Component(Marginal((0, 10)), "month")) with { Clawback = new PlanClawback { Share = "proRata", Months = 12 } });
        books.Close("2026-09", Credit("a", 12_000m, "2026-09-10"));
        books.Close("2026-12", Credit("a", 12_000m, "2026-09-10").With("endedOn", "2026-12-10"));
        books.Close("2027-01", Credit("a", 6_000m, "2026-09-10").With("endedOn", "2026-12-10"));
        books.Close("2027-02", Credit("a", 6_000m, "2026-09-10"));
        Assert.Equal(
            (1_200m, -900m, -150m, 450m),
            (books.Posted["2026-09"].Earned(), books.Posted["2026-12"].Earned(), books.Posted["2027-01"].Earned(), books.Posted["2027-02"].Earned()));
    }

    /// <summary>100 owed over three pay periods: 33.33, 33.34 and 33.33, also where each of them is closed; then nothing.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Freeze_WhatIsOwedInInstalments_ComesOutEvenAtTheLast(bool isClosed)
    {
        var books = new SampleBooks(Plan("month", Component(Marginal((0, 100)), "month")) with { Receivable = new PlanReceivable { Instalments = 3 } });
        Credit[] known = [Credit("a", -100m, "2026-09-10"), .. new[] { "2026-10", "2026-11", "2026-12", "2027-01" }.Select(month => Credit("in" + month, 1_000m, month + "-10"))];
        var paid = new List<decimal>();
        foreach (var month in new[] { "2026-09", "2026-10", "2026-11", "2026-12", "2027-01" })
        {
            paid.Add(books.State(month, known).Totals[0].Payout.Amount);
            if (isClosed)
            {
                books.Close(month, known);
            }
        }

        Assert.Equal([0m, 966.67m, 966.66m, 966.67m, 1_000m], paid);
    }

    /// <summary>3,000 owed over three pay periods. The last pay is 2,700: 1,000 as every month, 1,700 deducted as they leave. 300 stay owed, taken from the next pay: nothing is paid for nothing.</summary>
    [Fact]
    public void Freeze_WhatIsOwedInInstalmentsByWhoeverLeaves_IsNeverPaidOut()
    {
        var plan = Plan("month", Component(Marginal((0, 100)), "month")) with { Receivable = new PlanReceivable { Instalments = 3 }, OnLeaving = new PlanLeaving { Receivable = "deduct" } };
        var books = new SampleBooks(plan, Agreed with { To = new DateOnly(2026, 10, 20) });
        Credit[] known = [Credit("a", -3_000m, "2026-09-10"), Credit("b", 2_700m, "2026-10-10")];
        books.Close("2026-09", known);
        books.Close("2026-10", known);
        books.Close("2026-11", known);
        books.Close("2026-12", [.. known, Credit("late", 500m, "2026-10-11")]);
        Assert.Equal(
            [(0m, 3_000m), (0m, 300m), (0m, 300m), (200m, 0m)],
            books.Posted.Values.Select(statement => (statement.Payout(), statement.Assignments.Sum(one => one.ReceivableBalance.Amount))));
    }
}
