using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Commissions;

/// <summary>A component's credit rules, made ready: how much credit a line gives. Within a group the first match wins; groups add.</summary>
internal sealed class CreditMatch
{
    private const string Amount = "amount";
    private const string Margin = "margin";

    /// <summary>The only attribute that counts things, not money.</summary>
    private const string Units = "units";

    private readonly string currency;
    private readonly Rule[][] groups;

    public CreditMatch(PlanComponent component, string currency)
    {
        this.currency = currency;
        groups =
        [
            .. component.CreditRules
                .Where(rule => rule.Event == "booking")
                .GroupBy(rule => rule.Group)
                .Select(group => group.Select(rule => new Rule(rule.Base, Test(rule.Filter))).ToArray()),
        ];
    }

    /// <summary>The credit a line gives, in plan currency; 0 when no rule matches or the line is left out, which is then warned of.</summary>
    public decimal Of(CreditLine line, WarningList warnings)
    {
        var credit = 0m;
        foreach (var rules in groups)
        {
            foreach (var rule in rules)
            {
                if (rule.Test is null || rule.Test(line))
                {
                    credit += Base(rule, line, warnings);
                    break;
                }
            }
        }

        return credit;
    }

    private decimal Base(Rule rule, CreditLine line, WarningList warnings)
    {
        if (line.Currency is { } other && other != currency && rule.Base != Units)
        {
            warnings.Add(WarningCodes.OtherCurrency, line.Deal);
            return 0m;
        }

        if (rule.Base is not (Amount or Margin))
        {
            var number = MetricNumber.Read(line.Attributes.GetValueOrDefault(rule.Base));
            if (number is null)
            {
                warnings.Add(WarningCodes.NoNumber, line.Deal);
            }

            return number ?? 0m;
        }

        var isMargin = rule.Base == Margin;
        if ((isMargin ? line.Margin : line.Amount) is not { } amount)
        {
            warnings.Add(WarningCodes.NoMargin, line.Deal);
            return 0m;
        }

        if (MetricNumber.Bounded(amount) is not { } bounded)
        {
            warnings.Add(WarningCodes.AmountOutOfBounds, line.Deal);
            return 0m;
        }

        // A deal sold at a loss takes nothing back from others: the margin floor, per line.
        return isMargin ? Math.Max(0m, bounded) : bounded;
    }

    private Func<CreditLine, bool>? Test(CreditFilter? filter)
    {
        if (filter is null)
        {
            return null;
        }

        if (filter.All is { } all)
        {
            var tests = all.Select(part => Test(part)!).ToArray();
            return line => Array.TrueForAll(tests, test => test(line));
        }

        if (filter.Any is { } any)
        {
            var tests = any.Select(part => Test(part)!).ToArray();
            return line => Array.Exists(tests, test => test(line));
        }

        var condition = new ConditionTest(new MetricCondition(filter.Field!, filter.Op!, filter.Value, filter.Values));
        return line => condition.Holds(line.Subject(currency));
    }

    private readonly record struct Rule(string Base, Func<CreditLine, bool>? Test);
}
