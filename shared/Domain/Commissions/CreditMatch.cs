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
        : this(component.CreditRules, currency)
    {
    }

    private CreditMatch(IReadOnlyList<CreditRule> rules, string currency)
    {
        this.currency = currency;
        groups =
        [
            .. rules
                .Where(rule => rule.Event == "booking")
                .GroupBy(rule => rule.Group)
                .Select(group => group.Select(rule => new Rule(rule.Id, rule.Base, (rule.SharePercent ?? 100m) / 100m, (rule.QuotaSharePercent ?? rule.SharePercent ?? 100m) / 100m, Test(rule.Filter))).ToArray()),
        ];
    }

    /// <summary>The commission credit a line gives, in plan currency; 0 when no rule matches or the line is left out, which is then warned of.</summary>
    public decimal Of(CreditLine line, WarningList warnings) => Match(line, warnings).Credit;

    /// <summary>The quota credit it gives.</summary>
    public decimal QuotaOf(CreditLine line, WarningList warnings) => Match(line, warnings).QuotaCredit;

    /// <summary>All that a line gives, and by which rule: of several groups the first.</summary>
    public MatchedCredit Match(CreditLine line, WarningList warnings)
    {
        var found = default(MatchedCredit);
        foreach (var rules in groups)
        {
            foreach (var rule in rules)
            {
                if (rule.Test is null || rule.Test(line))
                {
                    var amount = Base(rule.Base, line, warnings);
                    found = new MatchedCredit(found.Rule ?? rule.Id, found.Base + amount, found.Credit + (amount * rule.Share), found.QuotaCredit + (amount * rule.QuotaShare));
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>A line's number of a name: amount, margin or an attribute, in plan currency; 0 where it is left out, which is then warned of.</summary>
    public decimal Number(string name, CreditLine line, WarningList warnings) => Base(name, line, warnings);

    private decimal Base(string name, CreditLine line, WarningList warnings)
    {
        if (line.Currency is { } other && other != currency && name != Units)
        {
            warnings.Add(WarningCodes.OtherCurrency, line.Deal);
            return 0m;
        }

        if (name is not (Amount or Margin))
        {
            var number = MetricNumber.Read(line.Attributes.GetValueOrDefault(name));
            if (number is null)
            {
                warnings.Add(WarningCodes.NoNumber, line.Deal);
            }

            return number ?? 0m;
        }

        var isMargin = name == Margin;
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

    /// <summary>What a filter says of a line in the plan's currency.</summary>
    public static Func<CreditLine, bool>? TestOf(CreditFilter? filter, string currency) => new CreditMatch([], currency).Test(filter);

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

    private readonly record struct Rule(string Id, string Base, decimal Share, decimal QuotaShare, Func<CreditLine, bool>? Test);
}

/// <summary>What a credit rule makes of a line, in plan currency.</summary>
/// <param name="Rule">Its id; null where none matches.</param>
/// <param name="Base">The amount, margin or number it looks at.</param>
/// <param name="Credit">The base × its share.</param>
/// <param name="QuotaCredit">The base × its quota share.</param>
internal readonly record struct MatchedCredit(string? Rule, decimal Base, decimal Credit, decimal QuotaCredit);
