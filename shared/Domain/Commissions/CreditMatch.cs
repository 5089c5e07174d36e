using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions;

/// <summary>A component's credit rules, made ready: how much credit a line gives. Within a group the first match wins; groups add.</summary>
internal sealed class CreditMatch
{
    private const string Amount = "amount";
    private const string Margin = "margin";

    /// <summary>The only attribute that counts things, not money.</summary>
    private const string Units = "units";

    private readonly string currency;
    private readonly PlanRate[] rates;
    private readonly Rule[][] groups;

    /// <param name="rules">In their order.</param>
    /// <param name="plan">Its currency and rates.</param>
    /// <param name="person">Who is credited; splits are of the people that they name.</param>
    /// <param name="isPayoutSplit">Splits then leave credit whole.</param>
    public CreditMatch(IReadOnlyList<CreditRule> rules, Plan plan, string? person = null, bool isPayoutSplit = false)
    {
        currency = plan.Currency;
        rates = [.. (plan.Rates ?? []).OrderBy(rate => rate.From ?? DateOnly.MinValue)];
        groups =
        [
            .. rules
                .Where(rule => rule.Event == "booking")
                .GroupBy(rule => rule.Group)
                .Select(group => group.Select(rule => Ready(rule, person, isPayoutSplit)).ToArray()),
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
                if (rule.Whose(line) && (rule.Test is null || rule.Test(line)))
                {
                    var amount = Base(rule.Base, line, warnings);
                    found = new MatchedCredit(found.Rule ?? rule.Id, found.Base + amount, found.Credit + (amount * rule.Share), found.QuotaCredit + (amount * rule.QuotaShare), found.Parties ?? rule.Parties);
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>A line's number of a name: amount, margin or an attribute, in plan currency; 0 where it is left out, which is then warned of.</summary>
    public decimal Number(string name, CreditLine line, WarningList warnings) => Base(name, line, warnings);

    /// <summary>What a unit of the line's currency is worth in the plan's on its day; null where it is not known.</summary>
    public decimal? RateOf(CreditLine line) => line.Currency is { } other && other != currency
        ? Array.FindLast(rates, rate => rate.Currency == other && !(rate.From > line.Date))?.Rate
        : 1m;

    private decimal Base(string name, CreditLine line, WarningList warnings)
    {
        if (RateOf(line) is not { } rate)
        {
            if (name == Units)
            {
                return Number(name, line, warnings, 1m);
            }

            warnings.Add(WarningCodes.OtherCurrency, line.Deal);
            return 0m;
        }

        return Number(name, line, warnings, name == Units ? 1m : rate);
    }

    private static decimal Number(string name, CreditLine line, WarningList warnings, decimal rate)
    {
        if (name is not (Amount or Margin))
        {
            var number = MetricNumber.Read(line.Attributes.GetValueOrDefault(name));
            if (number is null)
            {
                warnings.Add(WarningCodes.NoNumber, line.Deal);
            }

            return (number ?? 0m) * rate;
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
        return (isMargin ? Math.Max(0m, bounded) : bounded) * rate;
    }

    private Rule Ready(CreditRule rule, string? person, bool isPayoutSplit)
    {
        if (rule.Splits is not { Count: > 0 } splits)
        {
            var share = (rule.SharePercent ?? 100m) / 100m;
            return new Rule(rule.Id, rule.Base, share, rule.QuotaSharePercent / 100m ?? share, Whose(rule), Test(rule.Filter), null);
        }

        var own = (splits.FirstOrDefault(split => split.Person == person)?.SharePercent ?? 0m) / 100m;
        var named = splits.Select(split => split.Person).ToHashSet(StringComparer.Ordinal);
        var credited = isPayoutSplit ? 1m : own;
        return new Rule(
            rule.Id,
            rule.Base,
            credited,
            rule.QuotaSharePercent / 100m ?? credited,
            line => own > 0m && named.Contains(line.Owner ?? person!), // own is 0 where there is nobody
            Test(rule.Filter),
            isPayoutSplit ? [.. splits.Select(split => new Part(split.Person, split.SharePercent / 100m))] : null);
    }

    private static Func<CreditLine, bool> Whose(CreditRule rule) => rule.CreditOf switch
    {
        "team" => line => line.Owner is null || line.IsTeam,
        "reports" => line => line.Owner is not null && line.IsReport,
        "subtree" => line => line.Owner is null || line.IsReport,
        "people" => line => line.Owner is { } owner && rule.People?.Contains(owner) == true,
        _ => line => line.Owner is null,
    };

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

    private readonly record struct Rule(string Id, string Base, decimal Share, decimal QuotaShare, Func<CreditLine, bool> Whose, Func<CreditLine, bool>? Test, IReadOnlyList<Part>? Parties);
}

/// <summary>What a credit rule makes of a line, in plan currency.</summary>
/// <param name="Rule">Its id; null where none matches.</param>
/// <param name="Base">The amount, margin or number it looks at.</param>
/// <param name="Credit">The base × its share.</param>
/// <param name="QuotaCredit">The base × its quota share.</param>
/// <param name="Parties">Who shares what it pays, and how; null where nobody does.</param>
internal readonly record struct MatchedCredit(string? Rule, decimal Base, decimal Credit, decimal QuotaCredit, IReadOnlyList<Part>? Parties = null);
