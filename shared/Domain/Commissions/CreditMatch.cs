using SalesPerf.Domain.Deals;
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
    private readonly CreditRates rates;
    private readonly Rule[][] groups;
    private readonly bool hasOnlyBookings;
    private readonly bool isPayoutSplit;

    /// <param name="rules">In their order.</param>
    /// <param name="plan">Its currency and rates.</param>
    /// <param name="person">Who is credited; splits are of the people that they name.</param>
    /// <param name="isPayoutSplit">Splits then leave credit whole.</param>
    /// <param name="isFixed">Converts by the plan year's rate, whatever the plan says.</param>
    public CreditMatch(IReadOnlyList<CreditRule> rules, Plan plan, string? person = null, bool isPayoutSplit = false, bool isFixed = false)
    {
        (currency, this.isPayoutSplit) = (plan.Currency, isPayoutSplit);
        rates = new CreditRates(plan, isFixed);
        hasOnlyBookings = rules.All(rule => rule.Event == "booking");
        groups = [.. rules.GroupBy(rule => rule.Group).Select(group => group.Select(rule => Ready(rule, person, isPayoutSplit)).ToArray())];
    }

    /// <summary>As <paramref name="component"/> credits.</summary>
    public static CreditMatch Of(PlanComponent component, Plan plan, string? person = null) =>
        new(component.CreditRules, plan, person, component.PayoutSplit, component.IsOfTargetPay);

    /// <summary>The commission credit a line gives, in plan currency; 0 when no rule matches or the line is left out, which is then warned of.</summary>
    public decimal Of(CreditLine line, WarningList warnings) => Match(line, warnings).Credit;

    /// <summary>The quota credit it gives.</summary>
    public decimal QuotaOf(CreditLine line, WarningList warnings) => Match(line, warnings).QuotaCredit;

    /// <summary>All that a line gives, and by which rule: of several groups the first.</summary>
    public MatchedCredit Match(CreditLine line, WarningList warnings)
    {
        var found = default(MatchedCredit);
        if (hasOnlyBookings && !line.IsBooking)
        {
            return found;
        }

        foreach (var rules in groups)
        {
            if (rules[0].IsPerLine && line.Products is { Count: > 0 } products)
            {
                foreach (var product in products)
                {
                    Take(rules, product, ref found, warnings);
                }
            }
            else
            {
                Take(rules, line, ref found, warnings);
            }
        }

        if (found.Rule is not null && line.SplitState is { } state)
        {
            warnings.Add(state switch { DealSplits.Held => WarningCodes.SplitHeld, DealSplits.Unknown => WarningCodes.SplitUnknown, _ => WarningCodes.SplitShort }, line.Deal);
            return state == DealSplits.Held ? default : found;
        }

        return found;
    }

    /// <summary>A line's number of a name: amount, margin or an attribute, in plan currency; 0 where it is left out, which is then warned of.</summary>
    public decimal Number(string name, CreditLine line, WarningList warnings) => Base(name, line, warnings);

    /// <summary>What a unit of the line's currency is worth in the plan's on its day; null where it is not known.</summary>
    public decimal? RateOf(CreditLine line) => rates.Of(line.Fact is { } fact ? fact.Currency : line.Currency, line.Date, line.YearStart);

    private void Take(Rule[] rules, CreditLine line, ref MatchedCredit found, WarningList warnings)
    {
        foreach (var rule in rules)
        {
            if (rule.Event != line.Type || !rule.Whose(line))
            {
                continue;
            }

            var recorded = isPayoutSplit && rule.IsOwn && rule.Parties is null ? RecordedParties(line) : null;
            var part = line.SplitState == DealSplits.Held || recorded is not null ? 1m : PartOf(rule.Overlays, line);
            if (part == 0m || (rule.Test is not null && !rule.Test(line)))
            {
                continue;
            }

            var amount = Base(rule.Base, line, warnings);
            found = new MatchedCredit(
                found.Rule ?? rule.Id,
                found.Base + amount,
                found.Credit + (part == 1m ? amount * rule.Share : amount * rule.Share * part),
                found.QuotaCredit + (part == 1m ? amount * rule.QuotaShare : amount * rule.QuotaShare * part),
                found.Parties ?? rule.Parties ?? recorded,
                found.Parties is not null ? found.Overlay : recorded is null || rule.Overlays == "exclude" ? null : line.Overlay);
            return;
        }
    }

    /// <summary>Who shares what the person's own deal pays, as the deal records it, what nobody has included; null where it records none.</summary>
    private static List<Part>? RecordedParties(CreditLine line)
    {
        if (line is not { Owner: null, SharedAs.Count: > 0 } || DealSplits.Of(line.Attributes) is not { HasSplit: true, IsHeld: false } splits)
        {
            return null;
        }

        List<Part> parties = [.. splits.Shares.Where(share => !share.IsOverlay).Select(share => new Part(MatchedCredit.Recorded + share.Owner, share.Percent / 100m))];
        return parties.Sum(party => party.Value) is < 1m and var sum ? [.. parties, new Part(MatchedCredit.Recorded, 1m - sum)] : parties;
    }

    /// <summary>How much of the deal whoever it is of has: overlays of others roll up only where the rule says so.</summary>
    private static decimal PartOf(string? overlays, CreditLine line) => overlays switch
    {
        "include" => line.Share + line.Overlay,
        "exclude" => line.Share,
        "only" => line.Overlay,
        _ => line.Owner is null ? line.Share + line.Overlay : line.Share,
    };

    private decimal Base(string name, CreditLine line, WarningList warnings)
    {
        if (RateOf(line) is not { } rate)
        {
            if (name == Units && line.Fact is null)
            {
                return Number(name, line, warnings, 1m);
            }

            warnings.Add(WarningCodes.OtherCurrency, line.Deal);
            return 0m;
        }

        return line.Fact is { } fact
            ? OfFact(name, line, fact, rate, warnings)
            : Number(name, line, warnings, name == Units ? 1m : rate);
    }

    /// <summary>The deal's number pro rata to an invoice or a payment.</summary>
    private decimal OfFact(string name, CreditLine line, CreditFact fact, decimal rate, WarningList warnings)
    {
        if (MetricNumber.Bounded(fact.Amount) is not { } cash)
        {
            warnings.Add(WarningCodes.AmountOutOfBounds, line.Deal);
            return 0m;
        }

        if (name == Amount && !line.IsProduct)
        {
            return cash * rate;
        }

        var ofDeal = name == Units ? rates.Of(line.Currency, line.Date, line.YearStart) : 1m;
        if (line.Whole == 0m || ofDeal is null)
        {
            warnings.Add(line.Whole == 0m ? WarningCodes.NoDealAmount : WarningCodes.OtherCurrency, line.Deal);
            return 0m;
        }

        var number = Number(name, line, warnings, 1m);
        return Math.Abs(number) < 1_000_000_000_000m && Math.Abs(cash) < 1_000_000_000_000m
            ? number * cash / line.Whole * rate / ofDeal.Value
            : number / line.Whole * cash * rate / ofDeal.Value;
    }

    private static decimal Number(string name, CreditLine line, WarningList warnings, decimal rate)
    {
        if (name is not (Amount or Margin))
        {
            var number = MetricNumber.Read(line.Numbers.GetValueOrDefault(name));
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

        // A line sold at a loss takes nothing back from others: the margin floor. A refund does.
        return (isMargin && line.Amount >= 0m ? Math.Max(0m, bounded) : bounded) * rate;
    }

    private Rule Ready(CreditRule rule, string? person, bool isPayoutSplit)
    {
        var ready = new Rule(
            rule.Id, rule.Event, rule.Base, (rule.SharePercent ?? 100m) / 100m, 0m, Whose(rule), CreditTest.Of(rule.Filter, person, currency), null, rule.Overlays, rule.Per == "line",
            rule is { CreditOf: null or "self", Overlays: not "only" });
        if (rule.Splits is not { Count: > 0 } splits)
        {
            return ready with { QuotaShare = rule.QuotaSharePercent / 100m ?? ready.Share };
        }

        var own = (splits.FirstOrDefault(split => split.Person == person)?.SharePercent ?? 0m) / 100m;
        var named = splits.Select(split => split.Person).ToHashSet(StringComparer.Ordinal);
        var credited = isPayoutSplit ? 1m : own;
        return ready with
        {
            Share = credited,
            QuotaShare = rule.QuotaSharePercent / 100m ?? credited,
            Whose = line => own > 0m && named.Contains(line.Owner ?? person!), // own is 0 where there is nobody
            Parties = isPayoutSplit ? [.. splits.Select(split => new Part(split.Person, split.SharePercent / 100m))] : null,
        };
    }

    private static Func<CreditLine, bool> Whose(CreditRule rule)
    {
        Func<CreditLine, bool> whose = rule.CreditOf switch
        {
            "team" => line => line.Owner is null || line.IsTeam,
            "reports" => line => line.Owner is not null && line.IsReport,
            "subtree" => line => line.Owner is null || line.IsReport,
            "people" => line => line.Owner is { } owner && rule.People?.Contains(owner) == true,
            _ => line => line.Owner is null,
        };
        return rule.Levels is { Count: > 0 } levels ? line => whose(line) && (line.Owner is null || levels.Contains(line.Level)) : whose;
    }

    private readonly record struct Rule(
        string Id,
        string Event,
        string Base,
        decimal Share,
        decimal QuotaShare,
        Func<CreditLine, bool> Whose,
        Func<CreditLine, bool>? Test,
        IReadOnlyList<Part>? Parties,
        string? Overlays,
        bool IsPerLine,
        bool IsOwn);
}

/// <summary>What a credit rule makes of a line, in plan currency.</summary>
/// <param name="Rule">Its id; null where none matches.</param>
/// <param name="Base">The amount, margin or number it looks at.</param>
/// <param name="Credit">The base × its share.</param>
/// <param name="QuotaCredit">The base × its quota share.</param>
/// <param name="Parties">Who shares what it pays, and how; null where nobody does.</param>
/// <param name="Overlay">What the person has of it on top of the parties: 0.1 is a tenth; null is nothing.</param>
internal readonly record struct MatchedCredit(string? Rule, decimal Base, decimal Credit, decimal QuotaCredit, IReadOnlyList<Part>? Parties = null, decimal? Overlay = null)
{
    /// <summary>What the ids of parties that a deal records begin with; others are people that a plan names.</summary>
    public const string Recorded = "~";
}
