using Microsoft.AspNetCore.Http;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Commissions;

/// <summary>
/// A statement as a table: a row for each credit, for each amount that is no credit's, for each step from the components to the payout, and for each balance. Rows <c>credit</c> and
/// <c>extra</c> of a component sum to what it earned.
/// </summary>
internal static class StatementCsv
{
    public static IResult Reply(Statement statement)
    {
        var csv = new CsvWriter(
            "row", "person", "period", "state", "assignment", "plan", "component", "name", "step", "source", "deal", "event", "date", "account", "owner", "rule", "sharePercent", "selectorValue", "tier",
            "ratePercent", "base", "baseCurrency", "credit", "creditCurrency", "quotaCredit", "quotaCreditCurrency", "payToDate", "payToDateCurrency", "amount", "amountCurrency");
        foreach (var part in statement.Assignments)
        {
            foreach (var component in part.Components)
            {
                foreach (var line in component.Lines)
                {
                    Start(csv, "credit", statement, part, component.Component, null, null);
                    Credit(csv, line);
                }

                Extras(csv, statement, part, component.Component, component.Extras);
            }

            Extras(csv, statement, part, null, part.Extras);
            foreach (var step in part.Steps)
            {
                Plain(csv, "step", statement, part, null, step.Name, step.Number, step.Amount);
            }

            Plain(csv, "balance", statement, part, null, "held", null, part.HeldBalance);
            Plain(csv, "balance", statement, part, null, "draw", null, part.DrawBalance);
            Plain(csv, "balance", statement, part, null, "receivable", null, part.ReceivableBalance);
            Plain(csv, "payout", statement, part, null, null, null, part.Payout);
        }

        return csv.ToReply($"statement-{statement.Person}-{statement.Period}.csv");
    }

    private static void Extras(CsvWriter csv, Statement statement, AssignmentStatement part, string? component, IReadOnlyList<StatementExtra> extras)
    {
        foreach (var extra in extras)
        {
            Plain(csv, "extra", statement, part, component, $"{extra.Kind} {extra.Id}", null, extra.Amount);
        }
    }

    private static void Credit(CsvWriter csv, StatementLine line)
    {
        var currency = line.Earned.Currency;
        csv.Text(line.Source).Text(line.Deal).Text(line.Event).Date(line.Date).Text(line.Account).Text(line.Owner).Text(line.Rule);
        csv.Number(line.SharePercent).Number(line.SelectorValue).Number(line.Tier).Number(line.RatePercent);
        csv.Money(new Money(line.Base, currency)).Money(new Money(line.Credit, currency)).Money(new Money(line.QuotaCredit, currency)).Money(new Money(line.PayToDate, currency)).Money(line.Earned).EndRow();
    }

    private static void Plain(CsvWriter csv, string row, Statement statement, AssignmentStatement part, string? component, string? name, int? step, Money amount)
    {
        Start(csv, row, statement, part, component, name, step);
        csv.Text(null).Text(null).Text(null).Date(null).Text(null).Text(null).Text(null).Number(null).Number(null).Number(null).Number(null);
        csv.Money(null).Money(null).Money(null).Money(null).Money(amount).EndRow();
    }

    private static void Start(CsvWriter csv, string row, Statement statement, AssignmentStatement part, string? component, string? name, int? step) =>
        csv.Text(row).Text(statement.Person).Text(statement.Period).Text(statement.State).Text(part.Assignment).Text(part.Plan).Text(component).Text(name).Number(step);
}
