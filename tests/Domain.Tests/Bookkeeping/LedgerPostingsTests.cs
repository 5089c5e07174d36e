using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Tests.Commissions;
using static SalesPerf.Domain.Tests.Commissions.Samples;

namespace SalesPerf.Domain.Tests.Bookkeeping;

/// <summary>
/// January to April of somebody on 10 %, half of it held for three months, with a recoverable draw of 900 in the first two months, a refund that leaves a receivable, and an end in March: every posting
/// balances, and the accounts are what the statements say.
/// </summary>
public sealed class LedgerPostingsTests
{
    private static readonly string[] Months = ["2026-01", "2026-02", "2026-03", "2026-04"];

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("pay", "deduct", "deduct")]
    [InlineData("forfeit", "invoice", "invoice")]
    [InlineData(null, "forfeit", "forfeit")]
    [InlineData("pay", "invoice", "deduct")]
    public void Given_draws_holds_and_a_leaver_when_posted_then_the_accounts_are_the_balances(string? held, string? draw, string? receivable)
    {
        var plan = Plan("month", Component(Marginal((0, 10)), "month")) with
        {
            Draw = new PlanDraw { Kind = "guarantee", Amount = 900m, Periods = 2 },
            Payments = [new PlanPayment { SharePercent = 50m, On = "months", Months = 3 }, new PlanPayment { SharePercent = 50m }],
            Receivable = new PlanReceivable { RecoverRatePercent = 50m },
            OnLeaving = new PlanLeaving { Held = held, Draw = draw, Receivable = receivable },
        };

        // January 500 of 1,000 payable; February −2,000 at once; March 1,500 of 3,000.
        AssertPosted([Terms(plan) with { From = new DateOnly(2026, 1, 1), To = new DateOnly(2026, 4, 1) }]);
    }

    [Fact]
    public void Given_another_plan_that_follows_when_posted_then_the_balances_go_on_in_it()
    {
        var plan = Plan("month", Component(Marginal((0, 10)), "month")) with
        {
            Draw = new PlanDraw { Kind = "guarantee", Amount = 900m },
            Payments = [new PlanPayment { SharePercent = 50m, On = "months", Months = 3 }, new PlanPayment { SharePercent = 50m }],
        };
        AssertPosted(
        [
            Terms(plan) with { From = new DateOnly(2026, 1, 1), To = new DateOnly(2026, 3, 1) },
            Terms(plan with { Id = "other", Draw = null }) with { Assignment = "b", From = new DateOnly(2026, 3, 1) },
        ]);
    }

    private static void AssertPosted(IReadOnlyList<PlanTerms> terms)
    {
        IReadOnlyList<LedgerBalance> balances = [];
        var accounts = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var month in Months)
        {
            var input = new StatementInput
            {
                Person = "p",
                Period = Period(month),
                Calendar = Calendar,
                Terms = terms,
                Credits = [Credit("x", 10_000m, "2026-01-10"), Credit("y", -20_000m, "2026-02-10"), Credit("z", 30_000m, "2026-03-10")],
            };
            var statement = CommissionStatement.Compute(input);
            var ledger = LedgerPostings.Of(month, [statement], balances, CommissionStatement.Followed(input));
            balances = ledger.Balances;
            Assert.All(ledger.Postings, posting => Assert.Equal(0m, posting.Lines.Sum(line => line.Amount.Amount)));
            foreach (var line in ledger.Postings.SelectMany(posting => posting.Lines))
            {
                accounts[line.Account] = accounts.GetValueOrDefault(line.Account) + line.Amount.Amount;
            }

            Assert.Equal((0m, 0m), (accounts.GetValueOrDefault(LedgerAccounts.Earned), accounts.GetValueOrDefault(LedgerAccounts.HandedOver)));
            Assert.Equal(
                (balances.Sum(one => one.Held.Amount), balances.Sum(one => one.Draw.Amount), balances.Sum(one => one.Receivable.Amount)),
                (-accounts.GetValueOrDefault(LedgerAccounts.Held), accounts.GetValueOrDefault(LedgerAccounts.Draw), accounts.GetValueOrDefault(LedgerAccounts.Receivable)));
            Assert.Equal(-statement.Assignments.Sum(one => one.Payout.Amount), ledger.Postings.Where(posting => posting.Kind == "payout").SelectMany(posting => posting.Lines).Where(line => line.Account == LedgerAccounts.Payout).Sum(line => line.Amount.Amount));
            Assert.DoesNotContain(ledger.Postings, posting => posting.Kind is "recovered" or "drawRecovered" && posting.Lines[0].Amount.Amount < 0m);
        }
    }
}
