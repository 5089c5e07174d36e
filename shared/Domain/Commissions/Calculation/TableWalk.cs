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
    private readonly Slice[] slices;

    private TableWalk(ComponentTerms terms, RateTable table, int limitTier, ComponentTotals totals, bool isOwn, decimal? maxRate)
    {
        (this.terms, this.table, this.isOwn) = (terms, table, isOwn);
        RateSchedule Ready(decimal factor) => RateSchedule.Of(table, terms.Quota, terms.TargetPay ?? 0m, limitTier, factor == 0m ? null : maxRate / factor);
        schedule = Ready(1m);
        isFixed = SelectorNames.IsFixed(table.Selector, table.SelectorOf);
        var seen = table.SelectorOf is "team" or "company" ? terms.Group(table.SelectorOf) : totals;
        fixedValue = isFixed ? terms.ValueOf(table.Selector, table.Metric, null, seen) : 0m;
        threshold = terms.Component.Deficit is { } deficit ? deficit.Threshold + terms.DeficitCarry : 0m;
        most = terms.CapOn("attainment")?.Percent is { } percent && table.Selector == SelectorNames.Attainment && terms.Quota is > 0m
            ? terms.Quota.Value * percent / 100m
            : decimal.MaxValue;
        slices = Slices((terms.Component.Multipliers ?? []).Where(one => one.On == "slice" && (one.Kind != "accelerator" || !terms.IsWithoutAccelerators)).ToList(), Ready);
    }

    /// <summary>Pays the lines, in their sequence.</summary>
    /// <param name="terms">What they are paid by.</param>
    /// <param name="lines">Of the measure period to date.</param>
    /// <param name="totals">What they sum to.</param>
    /// <param name="limitTier">The highest tier that pays, from 1.</param>
    /// <param name="maxRate">No tier's rate counts above it, 0 to 1; null is no limit.</param>
    public static WalkedLines Run(ComponentTerms terms, IReadOnlyList<CreditedLine> lines, ComponentTotals totals, int limitTier, decimal? maxRate)
    {
        var table = terms.IsWithoutAccelerators ? WithoutAccelerators(terms.Component.Table!) : terms.Component.Table!; // a component without objectives has one
        var isOwn = table.Selector == SelectorNames.Credit || (table.Selector == SelectorNames.Attainment && lines.All(line => line.Match.Credit == line.Match.QuotaCredit));
        return new TableWalk(terms, table, limitTier, totals, isOwn, maxRate).Walk(lines);
    }

    /// <summary>Where the factors of slices change, from the lowest, and what they come to from there on.</summary>
    private Slice[] Slices(List<PayMultiplier> multipliers, Func<decimal, RateSchedule> ready)
    {
        if (multipliers.Count == 0)
        {
            return [];
        }

        decimal[] starts = [0m, .. multipliers.Select(one => Scaled(one.Threshold)).Where(at => at > 0m).Distinct().Order()];
        return
        [
            .. starts.Select(start => multipliers
                .Where(one => start >= Scaled(one.Threshold) == (one.Kind == "accelerator"))
                .Aggregate(1m, (factor, one) => factor * one.Factor!.Value)) // slices have no table
                .Zip(starts, (factor, start) => new Slice(start, factor, ready(factor))),
        ];
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
                var wanted = table.Selector is SelectorNames.Units or SelectorNames.Deals or SelectorNames.Margin ? other : Above(other);
                selector = Math.Min(most, wanted);
                travelled = wanted == selectorBefore || selector == wanted ? 1m : (selector - selectorBefore) / (wanted - selectorBefore);
            }

            if (isOwn && most != decimal.MaxValue && table.Mode is ("marginal" or "hybrid"))
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
            paid[i] = new WalkedLine(line, now - before, Shown(selector), tier, schedule.RatePercentOf(tier), Portions(creditBefore, credit, selectorBefore, selector, given * travelled)) { IsCapped = schedule.IsCut(tier) };
            before = now;
        }

        return new WalkedLines(paid, start);
    }

    private decimal Pay(decimal selector, decimal credit, decimal[]? parts)
    {
        if (slices.Length == 0)
        {
            return Paid(schedule, selector, credit, parts);
        }

        var pay = 0m;
        for (var i = 0; i < slices.Length && (i == 0 || slices[i].Start < selector); i++)
        {
            var slice = slices[i];
            var isLast = i + 1 == slices.Length || slices[i + 1].Start >= selector;
            var upper = isLast ? Paid(slice.Schedule, selector, credit, parts) : To(slice.Schedule, slices[i + 1].Start, selector, credit, parts);
            pay += slice.Factor * (upper - (i == 0 ? 0m : To(slice.Schedule, slice.Start, selector, credit, parts)));
        }

        return pay;
    }

    private decimal Paid(RateSchedule by, decimal selector, decimal credit, decimal[]? parts) =>
        parts is null && !isFixed && isOwn && selector == credit ? by.Pay(credit) : by.Pay(selector, credit, parts);

    /// <summary>What was earned up to a place that the selector has passed: of a whole table the part of all, as all is paid one rate.</summary>
    private decimal To(RateSchedule by, decimal at, decimal selector, decimal credit, decimal[]? parts) =>
        table.Mode == "whole" ? Paid(by, selector, credit, parts) * at / selector : by.Pay(at);

    /// <summary>Only what is above a deficit threshold counts.</summary>
    private decimal Above(decimal total) => terms.Component.Deficit is null ? total : Math.Max(0m, total - threshold);

    private decimal SelectorOf(CreditedLine line) => table.Selector switch
    {
        SelectorNames.Attainment => line.Match.QuotaCredit,
        SelectorNames.Units => line.Units,
        SelectorNames.Deals => line.Deals,
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

    /// <summary>What multipliers of slices come to from a place on, and the table with rates that stay below the cap.</summary>
    private sealed record Slice(decimal Start, decimal Factor, RateSchedule Schedule);
}

/// <summary>A line and what it has earned in the measure period to date, unrounded.</summary>
/// <param name="Selector">What picked the tier once it counted, in what bounds count.</param>
/// <param name="Tier">Counted from 0.</param>
/// <param name="RatePercent">Of the tier, where it has one.</param>
internal sealed record WalkedLine(CreditedLine Line, decimal Pay, decimal Selector, int Tier, decimal? RatePercent, IReadOnlyList<StatementPortion> Portions)
{
    public bool IsCapped { get; init; }

    /// <summary>What a line takes back that would have earned this.</summary>
    public WalkedLine Mirrored(CreditedLine line) =>
        this with { Line = line, Pay = -Pay, Selector = -Selector, Portions = [.. Portions.Select(part => part with { Credit = -part.Credit })] };
}

/// <summary>All lines, and what the table pays before the first.</summary>
internal sealed record WalkedLines(WalkedLine[] Lines, decimal Start);
