using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Deals;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Commissions.StatementSamples;

namespace SalesPerf.Domain.Tests.Commissions;

/// <summary>Credits that turn out to be others after the end of their deal was acted on in a closed pay period: nothing is paid for them, and nothing else changes by it.</summary>
public sealed class EndedCreditTests
{
    private static readonly Plan Flat = Plan("month", Component(Marginal((0, 10)), "month")) with { Clawback = new PlanClawback() };

    /// <summary>1,000 of September are taken back in October. November's own 1,200 pass under the cap of 1,500, whatever the dead deal is by then, and over which days it is measured.</summary>
    [Theory]
    [InlineData("month", 10_000.01)]
    [InlineData("year", 10_000.01)]
    [InlineData("year", 90_000)]
    [InlineData("year", 0)]
    public void Freeze_UnderACapOnPayPeriods_NothingIsCutOff(string measure, double amount)
    {
        var books = new SampleBooks(Plan("month", Component(Marginal((0, 10)), measure)) with { Clawback = new PlanClawback(), Caps = [new PayCap { On = "plan", Per = "payPeriod", Amount = 1_500m }] });
        books.Close("2026-09", Dead(10_000m));
        books.Close("2026-10", Dead(10_000m, "2026-10-05"));
        books.Close("2026-11", Dead((decimal)amount, "2026-10-05"), Credit("b", 12_000m, "2026-11-10"));
        Assert.Equal((1_000m, -1_000m, 1_200m), (books.Posted["2026-09"].Earned(), books.Posted["2026-10"].Earned(), books.Posted["2026-11"].Earned()));
    }

    /// <summary>A guarantee of 2,000 that is not recovered makes up for November, in which nothing was earned, and not for the deal that was taken back in October.</summary>
    [Fact]
    public void Freeze_UnderAGuarantee_ItIsMadeUpForAsWithoutThem()
    {
        var books = new SampleBooks(Flat with { Draw = new PlanDraw { Kind = "guarantee", Amount = 2_000m, Recoverable = false } });
        books.Close("2026-09", Dead(10_000m));
        books.Close("2026-10", Dead(10_000m, "2026-10-05"));
        books.Close("2026-11", Dead(10_000.10m, "2026-10-05"));
        Assert.Equal((2_000m, 1_000m, 2_000m), (books.Posted["2026-09"].Payout(), books.Posted["2026-10"].Payout(), books.Posted["2026-11"].Payout()));
    }

    /// <summary>Its shares were more than 100 %, or its rate was not known, so that nothing was paid and nothing taken; mended after its end it is worth 1,000, and pays nothing.</summary>
    [Fact]
    public void Freeze_OfWhichNothingWasTaken_PaysNothing()
    {
        var books = new SampleBooks(Flat);
        books.Close("2026-09", Dead(0m));
        books.Close("2026-10", Dead(0m, "2026-10-05"));
        books.Close("2026-11", Dead(10_000m, "2026-10-05"));
        books.Close("2026-12", Dead(10_000m, "2026-10-05"));
        Assert.Equal((0m, 0m), (books.Posted["2026-11"].Earned(), books.Posted["2026-12"].Earned()));

        // Alive again it is paid, once.
        books.Close("2027-01", Dead(10_000m));
        Assert.Equal(1_000m, books.Posted["2027-01"].Earned());
    }

    /// <summary>Outside the window nothing was taken of 1,000: what it turns out to be more is paid, 200.</summary>
    [Fact]
    public void Freeze_OutsideTheWindow_ItIsPaidAsAnyOther()
    {
        var books = new SampleBooks(Flat with { Clawback = new PlanClawback { WindowDays = 10 } });
        books.Close("2026-09", Dead(10_000m));
        books.Close("2026-10", Dead(10_000m, "2026-10-05"));
        books.Close("2026-11", Dead(12_000m, "2026-10-05"));
        Assert.Equal((1_000m, 0m, 200m), (books.Posted["2026-09"].Earned(), books.Posted["2026-10"].Earned(), books.Posted["2026-11"].Earned()));
    }

    /// <summary>September is reopened with 12 %, or 8 %: of the deal that was taken back nothing is paid; of the other, 1,000, there are 200 more, or 200 less.</summary>
    [Theory]
    [InlineData(12, 200)]
    [InlineData(8, -200)]
    public void Freeze_ReopenedWithAnotherRate_ItStillPaysNothing(int rate, int difference)
    {
        var books = new SampleBooks(Flat);
        books.Close("2026-09", Dead(10_000m), Credit("b", 10_000m, "2026-09-12"));
        books.Close("2026-10", Dead(10_000m, "2026-10-05"), Credit("b", 10_000m, "2026-09-12"));
        books.Plan = Plan("month", Component(Marginal((0, rate)), "month")) with { Clawback = new PlanClawback() };
        books.Reopened = [new ReopenedDays(new(2026, 9, 1), new(2026, 10, 1), new(2026, 11, 2, 12, 0, 0, TimeSpan.Zero))];
        books.Close("2026-11", Dead(10_000m, "2026-10-05"), Credit("b", 10_000m, "2026-09-12"));
        books.Close("2026-12", Dead(10_000m, "2026-10-05"), Credit("b", 10_000m, "2026-09-12"));
        Assert.Equal((2_000m, -1_000m, difference, 0m), (books.Posted["2026-09"].Earned(), books.Posted["2026-10"].Earned(), books.Posted["2026-11"].Earned(), books.Posted["2026-12"].Earned()));
    }

    /// <summary>150 are earned and held; the deal of 100 of them ends: they are cancelled, and said to be. What was held, less what is released and cancelled, is what is held then.</summary>
    [Fact]
    public void Freeze_OfWhichPayWasHeld_SaysWhatIsCancelled()
    {
        var books = new SampleBooks(Flat with { Payments = [new PlanPayment { SharePercent = 100m, On = "invoice" }] });
        books.Close("2026-09", Dead(1_000m), Credit("b", 500m, "2026-09-12"));
        books.Close("2026-10", Dead(1_000m, "2026-10-05"), Credit("b", 500m, "2026-09-12").With("invoicedOn", "2026-10-20"));
        var (before, after) = (books.Posted["2026-09"].Assignments[0], books.Posted["2026-10"].Assignments[0]);
        Assert.Equal((150m, 0m), (before.HeldBalance.Amount, after.HeldBalance.Amount));
        Assert.Equal(["held 0", "released 50", "cancelled 100", "payable 50"], after.Steps.Where(step => step.Number == 15).Select(step => $"{step.Name} {step.Amount.Amount:0.##}"));
    }

    /// <summary>
    /// 1,000 were paid a month after they were earned. In November the deal is another and has ended, both told since October was closed: all of the 1,000 goes back, whatever the deal is by then;
    /// of 500 that would have been the 500 and what was paid beyond them, and what 20,000 would have earned more was never paid. Half of it taken back leaves half of what it is worth: 250 of 500, and 0 of nothing.
    /// </summary>
    [Theory]
    [InlineData("month", 100, 5_000, -1_000)]
    [InlineData("month", 100, 0, -1_000)]
    [InlineData("month", 100, -2_000, -1_000)]
    [InlineData("month", 100, 20_000, -1_000)]
    [InlineData("month", 100, 10_000, -1_000)]
    [InlineData("year", 100, 5_000, -1_000)]
    [InlineData("year", 100, -2_000, -1_000)]
    [InlineData("month", 50, 5_000, -750)]
    [InlineData("month", 50, 0, -1_000)]
    public void Freeze_CorrectedAndEndedAtOnce_WhatWasPaidGoesBack(string measure, int share, int amount, int payable)
    {
        var plan = Plan("month", Component(Marginal((0, 10)), measure)) with
        {
            Payments = [new PlanPayment { SharePercent = 100m, On = "months", Months = 1 }],
            Clawback = share == 100 ? new PlanClawback() : new PlanClawback { Share = "schedule", Schedule = [new ClawbackStep(0, share)] },
        };
        var books = new SampleBooks(plan);
        books.Close("2026-09", Dead(10_000m));
        books.Close("2026-10", Dead(10_000m));
        books.Close("2026-11", Dead(amount, "2026-11-05"));
        Assert.Equal((0m, 1_000m, (decimal)payable), (Payable("2026-09"), Payable("2026-10"), Payable("2026-11")));
        Assert.Equal(0m, books.Posted["2026-11"].Assignments[0].HeldBalance.Amount);

        decimal Payable(string month) => books.Posted[month].Assignments[0].Payable.Amount;
    }

    /// <summary>
    /// The year is paid at another rate from October on, all of it. 10,000 that ended in September are worth nothing before and after: of October's 2,000, at 5 % 100 are paid and at 1 % 20; and September's
    /// 3,000, paid at the rate before, are paid at the new one: 5 % for 1 % is 120 more, 1 % for 5 % is 120 less. Half of it taken back leaves half: 200 more, or 200 less.
    /// </summary>
    [Theory]
    [InlineData(1, 5, 100, "trueUp", 220)]
    [InlineData(5, 1, 100, "trueUp", -100)]
    [InlineData(1, 5, 50, "trueUp", 420)]
    [InlineData(5, 1, 50, "trueUp", -300)]
    [InlineData(1, 5, 100, "continue", 100)]
    [InlineData(5, 1, 100, "continue", 20)]
    public void Freeze_UnderAVersionThatPaysThePeriodAnew_ItStillPaysNothing(int before, int after, int share, string how, int october)
    {
        var clawback = share == 100 ? new PlanClawback() : new PlanClawback { Share = "schedule", Schedule = [new ClawbackStep(0, share)] };
        Plan At(int rate) => Plan("month", Component(Marginal((0, rate)), "year")) with { Clawback = clawback, OnChange = how };
        Credit[] known = [Dead(10_000m, "2026-09-20"), Credit("b", 3_000m, "2026-09-12"), Credit("c", 2_000m, "2026-10-10")];
        var september = before * (share == 100 ? 30m : 80m);

        // Never closed, closed in between, and told of the end only in October.
        var open = new SampleBooks(At(before)) { Next = (new(2026, 10, 1), At(after)) };
        Assert.Equal((september, (decimal)october, 0m), (open.State("2026-09", known).Earned(), open.State("2026-10", known).Earned(), open.State("2026-11", known).Earned()));
        var books = new SampleBooks(At(before)) { Next = (new(2026, 10, 1), At(after)) };
        books.Close("2026-09", known);
        books.Close("2026-10", known);
        books.Close("2026-11", known);
        Assert.Equal((september, (decimal)october, 0m), (books.Posted["2026-09"].Earned(), books.Posted["2026-10"].Earned(), books.Posted["2026-11"].Earned()));
        var late = new SampleBooks(At(before)) { Next = (new(2026, 10, 1), At(after)) };
        late.Close("2026-09", [Dead(10_000m), .. known[1..]]);
        late.Close("2026-10", known);
        late.Close("2026-11", known);
        Assert.Equal((september + october, 0m), (late.Posted["2026-09"].Earned() + late.Posted["2026-10"].Earned(), late.Posted["2026-11"].Earned()));
    }

    /// <summary>
    /// Of 100 and 30 that September earned finance held one, and the deal of the 100 ended. Whatever it is in October, by another amount or as the year is paid at 5 %, nothing of it is paid;
    /// October's 2,000 are, at 1 % 20, at 5 % 100. At 5 % the other deal of September has 120 more.
    /// </summary>
    [Theory]
    [InlineData("a", 12_000, 1, 20)]
    [InlineData("a", 4_000, 1, 20)]
    [InlineData("a", 10_000, 5, 220)]
    [InlineData("a", 12_000, 5, 220)]
    [InlineData("b", 12_000, 1, 20)]
    [InlineData("b", 4_000, 1, 20)]
    [InlineData("b", 10_000, 5, 220)]
    [InlineData("b", 12_000, 5, 220)]
    public void Freeze_HeldByHand_NothingOfItIsPaidLater(string held, int amount, int rate, int earned)
    {
        Plan At(int percent) => Plan("month", Component(Marginal((0, percent)), "year")) with { Clawback = new PlanClawback(), OnChange = "trueUp" };
        var books = new SampleBooks(At(1)) { Next = (new(2026, 10, 1), At(rate)), Holds = [new PayHold("h", new(2026, 9, 1), new(2026, 10, 1), Deal: held, Source: "crm")] };
        books.Close("2026-09", Dead(10_000m, "2026-09-20"), Credit("b", 3_000m, "2026-09-12"));
        books.Close("2026-10", Dead(amount, "2026-09-20"), Credit("b", 3_000m, "2026-09-12"), Credit("c", 2_000m, "2026-10-10"));
        books.Close("2026-11", Dead(amount, "2026-09-20"), Credit("b", 3_000m, "2026-09-12"), Credit("c", 2_000m, "2026-10-10"));
        Assert.Equal((30m, (decimal)earned, 0m), (Earned("2026-09"), Earned("2026-10"), Earned("2026-11")));
        Assert.Equal((held == "a" ? 30m : 0m, 0m), (books.Posted["2026-09"].Assignments[0].Payable.Amount, books.Posted["2026-10"].Assignments[0].HeldBalance.Amount));

        decimal Earned(string month) =>
            books.Posted[month].Earned() - books.Posted[month].Assignments[0].Steps.Where(step => step.Name == "cancelled").Sum(step => step.Amount.Amount);
    }

    /// <summary>
    /// September's deal earned 100 of bookings, which finance holds, and 100 of the spring push, which are paid. It ends, so the 100 held are cancelled and the 100 paid go back. Whatever it turns out
    /// to be in November, nothing of it is paid by either; once it is alive again all that it is worth is.
    /// </summary>
    [Theory]
    [InlineData(20_000)]
    [InlineData(5_000)]
    [InlineData(0)]
    public void Freeze_HeldInOneOfTwoComponents_NothingOfItIsPaidByTheOther(int amount)
    {
        var plan = Plan("month", Component(Marginal((0, 1)), "year"), Component(Marginal((0, 1)), "year", "push")) with { Clawback = new PlanClawback() };
        var books = new SampleBooks(plan) { Holds = [new PayHold("h", new(2026, 9, 1), new(2026, 12, 1), Component: "bookings")] };
        books.Close("2026-09", Dead(10_000m));
        books.Close("2026-10", Dead(10_000m, "2026-10-20"));
        books.Close("2026-11", Dead(amount, "2026-10-20"));
        Assert.Equal((100m, -100m, 0m), (Payable("2026-09"), Payable("2026-10"), Payable("2026-11")));
        Assert.Equal(0m, books.Posted["2026-11"].Assignments[0].HeldBalance.Amount);

        books.Close("2026-12", Dead(amount));
        Assert.Equal(amount * 2 / 100m, Payable("2026-12"));

        decimal Payable(string month) => books.Posted[month].Assignments[0].Payable.Amount;
    }

    private static Credit Dead(decimal amount, string? endedOn = null) =>
        endedOn is null ? Credit("a", amount, "2026-09-10") : Credit("a", amount, "2026-09-10").With("endedOn", endedOn);
}
