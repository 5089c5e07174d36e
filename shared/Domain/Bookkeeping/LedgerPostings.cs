using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Bookkeeping;

/// <summary>What a closed statement comes to in the ledger.</summary>
public static class LedgerPostings
{
    /// <summary>A month's ledger.</summary>
    /// <param name="period">The fiscal month.</param>
    /// <param name="statements">Every statement that closes with it.</param>
    /// <param name="before">Balances after the month before.</param>
    /// <param name="followed">By assignment the one that it follows: whose balances go on in it.</param>
    public static LedgerMonth Of(string period, IEnumerable<Statement> statements, IReadOnlyList<LedgerBalance> before, IReadOnlyDictionary<string, string> followed)
    {
        var balances = before.ToDictionary(balance => balance.Assignment, StringComparer.Ordinal);
        var postings = new List<LedgerPosting>();
        foreach (var statement in statements)
        {
            foreach (var assignment in statement.Assignments.OrderBy(one => Depth(one.Assignment, followed)).ThenBy(one => one.Assignment, StringComparer.Ordinal))
            {
                var entries = new Entries(assignment, statement.Period);
                if (followed.TryGetValue(assignment.Assignment, out var other) && balances.Remove(other, out var handed))
                {
                    balances[assignment.Assignment] = entries.HandOver(handed, balances.GetValueOrDefault(assignment.Assignment));
                }

                entries.Post(balances.GetValueOrDefault(assignment.Assignment));
                postings.AddRange(entries.Postings);
                balances[assignment.Assignment] = new LedgerBalance(assignment.Assignment, assignment.HeldBalance, assignment.DrawBalance, assignment.ReceivableBalance);
            }
        }

        return new LedgerMonth(period, postings, [.. balances.Values.OrderBy(balance => balance.Assignment, StringComparer.Ordinal)]);
    }

    private static int Depth(string assignment, IReadOnlyDictionary<string, string> followed)
    {
        var depth = 0;
        for (; followed.TryGetValue(assignment, out var before) && depth <= followed.Count; depth++)
        {
            assignment = before;
        }

        return depth;
    }

    private sealed class Entries(AssignmentStatement statement, string payPeriod)
    {
        public List<LedgerPosting> Postings { get; } = [];

        public void Post(LedgerBalance? before)
        {
            Earn();
            Hold(before?.Held.Amount ?? 0m);
            Draw(before?.Draw.Amount ?? 0m);
            Carry(before?.Receivable.Amount ?? 0m);
            Add("payout", null, LedgerAccounts.Earned, LedgerAccounts.Payout, Step("payout"));
        }

        /// <summary>What stood open for the assignment before goes on in this one.</summary>
        public LedgerBalance HandOver(LedgerBalance from, LedgerBalance? to)
        {
            foreach (var (account, amount) in new[] { (LedgerAccounts.Held, -from.Held.Amount), (LedgerAccounts.Draw, from.Draw.Amount), (LedgerAccounts.Receivable, from.Receivable.Amount) })
            {
                if (amount != 0m)
                {
                    var currency = statement.Earned.Currency;
                    Postings.Add(new LedgerPosting(from.Assignment, payPeriod, "handedOver", statement.Assignment, [new LedgerLine(account, new Money(-amount, currency)), new LedgerLine(LedgerAccounts.HandedOver, new Money(amount, currency))]));
                    Postings.Add(new LedgerPosting(statement.Assignment, payPeriod, "handedOver", from.Assignment, [new LedgerLine(account, new Money(amount, currency)), new LedgerLine(LedgerAccounts.HandedOver, new Money(-amount, currency))]));
                }
            }

            return new LedgerBalance(
                statement.Assignment,
                from.Held with { Amount = from.Held.Amount + (to?.Held.Amount ?? 0m) },
                from.Draw with { Amount = from.Draw.Amount + (to?.Draw.Amount ?? 0m) },
                from.Receivable with { Amount = from.Receivable.Amount + (to?.Receivable.Amount ?? 0m) });
        }

        private void Earn()
        {
            foreach (var component in statement.Components)
            {
                Add("earned", component.Component, LedgerAccounts.Expense, LedgerAccounts.Earned, component.Earned.Amount);
            }

            foreach (var extra in statement.Extras)
            {
                Add(extra.Kind, extra.Id, LedgerAccounts.Expense, LedgerAccounts.Earned, extra.Amount.Amount);
            }

            // The plan's minimum and cap, and whatever else lies between the parts and their sum.
            var parts = statement.Components.Sum(component => component.Earned.Amount) + statement.Extras.Sum(extra => extra.Amount.Amount);
            Add("bounded", null, LedgerAccounts.Expense, LedgerAccounts.Earned, statement.Earned.Amount - parts);
        }

        /// <summary>What is neither held nor released and is not on the balance any more was cancelled as its deal ended: it never becomes due.</summary>
        private void Hold(decimal before)
        {
            var kept = statement.Earned.Amount - statement.Payable.Amount;
            var held = -Step("held");
            Add("held", null, LedgerAccounts.Earned, LedgerAccounts.Held, held);
            Add("released", null, LedgerAccounts.Held, LedgerAccounts.Earned, held - kept);
            Add("cancelled", null, LedgerAccounts.Held, LedgerAccounts.Expense, before + kept - statement.HeldBalance.Amount);
        }

        private void Draw(decimal before)
        {
            var recovered = -statement.Steps.Where(step => step.Number == 16 && step.Name is "drawRecovery" or "loanDeducted").Sum(step => step.Amount.Amount);
            var advanced = Step("result") - statement.Payable.Amount + recovered;
            var (deducted, invoiced, forgiven) = (-Step("drawDeducted"), Step("drawInvoiced"), Step("drawForgiven"));
            var owed = statement.DrawBalance.Amount - before + recovered + deducted + invoiced + forgiven;
            Add("draw", null, LedgerAccounts.Draw, LedgerAccounts.Earned, owed);
            Add("guarantee", null, LedgerAccounts.Expense, LedgerAccounts.Earned, advanced - owed);
            Add("drawRecovered", null, LedgerAccounts.Earned, LedgerAccounts.Draw, recovered);
            Leave("draw", LedgerAccounts.Draw, deducted, invoiced, forgiven);
        }

        private void Carry(decimal before)
        {
            var carried = Math.Max(0m, -Step("result"));
            var (deducted, invoiced, forgiven) = (-Step("receivableDeducted"), Step("receivableInvoiced"), Step("receivableForgiven"));
            Add("carried", null, LedgerAccounts.Receivable, LedgerAccounts.Earned, carried);
            Add("recovered", null, LedgerAccounts.Earned, LedgerAccounts.Receivable, before + carried - statement.ReceivableBalance.Amount - deducted - invoiced - forgiven);
            Leave("receivable", LedgerAccounts.Receivable, deducted, invoiced, forgiven);
        }

        /// <summary>What was owed by whoever leaves: taken from the last pay, invoiced, or let go.</summary>
        private void Leave(string of, string account, decimal deducted, decimal invoiced, decimal forgiven)
        {
            Add($"{of}Deducted", null, LedgerAccounts.Earned, account, deducted);
            Add($"{of}Invoiced", null, LedgerAccounts.Invoiced, account, invoiced);
            Add($"{of}Forgiven", null, LedgerAccounts.Expense, account, forgiven);
        }

        private decimal Step(string name) => statement.Steps.Where(step => step.Name == name).Sum(step => step.Amount.Amount);

        private void Add(string kind, string? subject, string debit, string credit, decimal amount)
        {
            if (amount != 0m)
            {
                var currency = statement.Earned.Currency;
                Postings.Add(new LedgerPosting(
                    statement.Assignment, payPeriod, kind, subject, [new LedgerLine(debit, new Money(amount, currency)), new LedgerLine(credit, new Money(-amount, currency))]));
            }
        }
    }
}
