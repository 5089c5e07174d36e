namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>
/// Steps 6 and 7: credits in their sequence through a rate table. What a credit earns is what the running total earns with it less what it earned before it,
/// so that the credits' pay sums to the table's, and who crosses a tier is paid the catch-up. Where selector and base differ in a marginal table, each
/// credit is divided over the tiers that the selector travels with it, and the sequence matters.
/// </summary>
internal sealed class TableWalk
{
    private readonly ComponentTerms terms;
    private readonly RateTable table;
    private readonly RateSchedule schedule;
    private readonly bool isFixed;
    private readonly bool isOwn;
    private readonly decimal fixedValue;
    private readonly decimal threshold;
    private readonly decimal most;
    private readonly PayMultiplier[] slices;

    private TableWalk(ComponentTerms terms, RateTable table, int limitTier, ComponentTotals totals, bool isOwn, IEnumerable<PayMultiplier> slices)
    {
        (this.terms, this.table, this.isOwn, this.slices) = (terms, table, isOwn, [.. slices]);
        schedule = RateSchedule.Of(table, terms.Quota, terms.TargetPay ?? 0m, limitTier);
        isFixed = SelectorNames.IsFixed(table.Selector, table.SelectorOf);
        var seen = table.SelectorOf is "team" or "company" ? terms.Group(table.SelectorOf) : totals;
        fixedValue = isFixed ? terms.ValueOf(table.Selector, table.Metric, null, seen) : 0m;
        threshold = terms.Component.Deficit is { } deficit ? deficit.Threshold + terms.DeficitCarry : 0m;
        most = terms.CapOn("attainment")?.Percent is { } percent && table.Selector == SelectorNames.Attainment && terms.Quota is > 0m
            ? terms.Quota.Value * percent / 100m
            : decimal.MaxValue;
    }

    /// <summary>Pays the lines, in their sequence.</summary>
    /// <param name="terms">What they are paid by.</param>
    /// <param name="lines">Of the measure period to date.</param>
    /// <param name="totals">What they sum to.</param>
    /// <param name="limitTier">The highest tier that pays, from 1.</param>
    /// <param name="slices">Multipliers of what is earned beyond (or below) a threshold.</param>
    public static WalkedLines Run(ComponentTerms terms, IReadOnlyList<CreditedLine> lines, ComponentTotals totals, int limitTier, IEnumerable<PayMultiplier> slices)
    {
        var table = terms.IsWithoutAccelerators ? WithoutAccelerators(terms.Component.Table!) : terms.Component.Table!; // a component without objectives has one
        var isOwn = table.Selector == SelectorNames.Credit || (table.Selector == SelectorNames.Attainment && lines.All(line => line.Match.Credit == line.Match.QuotaCredit));
        var walk = new TableWalk(terms, table, limitTier, totals, isOwn, slices);
        if (!terms.IsPerDeal)
        {
            return walk.Walk(lines);
        }

        var (paid, start) = (new WalkedLine[lines.Count], 0m);
        foreach (var deal in lines.Index().GroupBy(line => (line.Item.Line.Source, line.Item.Line.Deal)))
        {
            var (places, ofDeal) = (deal.Select(line => line.Index).ToArray(), deal.Select(line => line.Item).ToArray());
            var isBack = ofDeal.Sum(line => line.Match.Credit) < 0m;
            var walked = walk.Walk(isBack ? [.. ofDeal.Select(Mirrored)] : ofDeal);
            start += walked.Start;
            for (var i = 0; i < places.Length; i++)
            {
                var line = walked.Lines[i];
                paid[places[i]] = isBack ? line with { Line = ofDeal[i], Pay = -line.Pay, Selector = -line.Selector, Portions = [.. line.Portions.Select(part => part with { Credit = -part.Credit })] } : line;
            }
        }

        return new WalkedLines(paid, start);
    }

    private WalkedLines Walk(IReadOnlyList<CreditedLine> lines)
    {
        var paid = new WalkedLine[lines.Count];
        var (own, other) = (0m, 0m); // running totals of commission credit and of what the selector counts
        var (credit, selector) = (Above(0m), isFixed ? Scaled(fixedValue) : Above(0m));
        var parts = isOwn || !schedule.IsMarginal ? null : new decimal[schedule.Count];
        var start = Pay(selector, credit, parts);
        var before = start;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            own += line.Match.Credit;
            other += SelectorOf(line);
            var (creditBefore, selectorBefore) = (credit, selector);
            credit = Above(own);
            var (given, travelled) = (credit - creditBefore, decimal.One);
            if (!isFixed)
            {
                var wanted = table.Selector is SelectorNames.Units or SelectorNames.Margin ? other : Above(other);
                selector = Math.Min(most, wanted);
                travelled = wanted == selectorBefore || selector == wanted ? 1m : (selector - selectorBefore) / (wanted - selectorBefore);
            }

            if (isOwn && most != decimal.MaxValue && schedule.IsMarginal)
            {
                credit = Math.Min(most, Above(own));
                given = credit - creditBefore;
            }

            if (parts is not null)
            {
                schedule.Spread(selectorBefore, selector, given * travelled, parts);
            }

            var now = Pay(selector, credit, parts);
            var tier = schedule.TierOf(selector);
            paid[i] = new WalkedLine(line, now - before, Shown(selector), tier, schedule.RatePercentOf(tier), Portions(creditBefore, credit, selectorBefore, selector, given * travelled));
            before = now;
        }

        return new WalkedLines(paid, start);
    }

    private decimal Pay(decimal selector, decimal credit, decimal[]? parts)
    {
        var pay = parts is null && !isFixed && isOwn && selector == credit ? schedule.Pay(credit) : schedule.Pay(selector, credit, parts);
        foreach (var slice in slices)
        {
            var at = Scaled(slice.Threshold);
            var isAccelerator = slice.Kind == "accelerator";
            var below = selector > at ? schedule.Pay(at) : pay;
            pay += (slice.Factor!.Value - 1m) * (isAccelerator ? pay - below : below); // slices have no table
        }

        return pay;
    }

    /// <summary>Only what is above a deficit threshold counts.</summary>
    private decimal Above(decimal total) => terms.Component.Deficit is null ? total : Math.Max(0m, total - threshold);

    private decimal SelectorOf(CreditedLine line) => table.Selector switch
    {
        SelectorNames.Attainment => line.Match.QuotaCredit,
        SelectorNames.Units => line.Units,
        SelectorNames.Margin => line.Margin,
        _ => line.Match.Credit,
    };

    /// <summary>From what bounds are written in to what the schedule compares.</summary>
    private decimal Scaled(decimal value) => table.Selector == SelectorNames.Attainment ? value * (terms.Quota is > 0m ? terms.Quota.Value : 0m) / 100m : value;

    private decimal Shown(decimal selector) => table.Selector == SelectorNames.Attainment ? (terms.Quota is > 0m ? selector * 100m / terms.Quota.Value : 0m) : selector;

    private IReadOnlyList<StatementPortion> Portions(decimal creditBefore, decimal credit, decimal selectorBefore, decimal selector, decimal given)
    {
        if (!schedule.IsMarginal || schedule.Count < 2 || (creditBefore <= credit && schedule.TierOf(selectorBefore) == schedule.TierOf(selector)))
        {
            return [];
        }

        var parts = new decimal[schedule.Count];
        if (isOwn)
        {
            for (var i = 0; i < parts.Length; i++)
            {
                parts[i] = schedule.PartOf(i, credit) - schedule.PartOf(i, creditBefore);
            }
        }
        else
        {
            schedule.Spread(selectorBefore, selector, given, parts);
        }

        return [.. parts.Index().Where(part => part.Item != 0m).Select(part => new StatementPortion(part.Index + 1, part.Item, schedule.RatePercentOf(part.Index)))];
    }

    private static RateTable WithoutAccelerators(RateTable table) => table.Selector != SelectorNames.Attainment
        ? table
        : table with
        {
            Tiers = table.Tiers is null ? null : [.. table.Tiers.Where((tier, i) => i == 0 || tier.From < 100m)],
            Points = table.Points is null ? null : [.. table.Points.Where((point, i) => i == 0 || point.At <= 100m)],
        };

    /// <summary>A deal that takes back earns the mirror of what it would earn.</summary>
    private static CreditedLine Mirrored(CreditedLine line) => line with
    {
        Match = line.Match with { Base = -line.Match.Base, Credit = -line.Match.Credit, QuotaCredit = -line.Match.QuotaCredit },
        Units = -line.Units,
        Margin = -line.Margin,
        Amount = -line.Amount,
    };
}

/// <summary>A line and what it has earned in the measure period to date, unrounded.</summary>
/// <param name="Selector">What picked the tier once it counted, in what bounds count.</param>
/// <param name="Tier">Counted from 0.</param>
/// <param name="RatePercent">Of the tier, where it has one.</param>
internal sealed record WalkedLine(CreditedLine Line, decimal Pay, decimal Selector, int Tier, decimal? RatePercent, IReadOnlyList<StatementPortion> Portions)
{
    public bool IsCapped { get; init; }
}

/// <summary>All lines, and what the table pays before the first.</summary>
internal sealed record WalkedLines(IReadOnlyList<WalkedLine> Lines, decimal Start);
