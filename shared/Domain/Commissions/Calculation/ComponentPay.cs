using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>What a component has earned in a measure period to date, unrounded: steps 6 to 11.</summary>
internal sealed partial class ComponentPay
{
    private readonly ComponentTerms terms;
    private readonly ComponentTotals totals;
    private readonly List<(int Step, string Name, decimal Amount)> steps = [];
    private WalkedLine[] lines = [];
    private readonly List<(string Kind, string Id, decimal Amount)> extras = [];

    private readonly ComponentTotals ofPeriod;

    /// <param name="terms">What it is paid by.</param>
    /// <param name="totals">Of the credits that are looked at: one deal's where each is measured on its own.</param>
    /// <param name="ofPeriod">Of all credits: what gates look at.</param>
    private ComponentPay(ComponentTerms terms, ComponentTotals totals, ComponentTotals ofPeriod) => (this.terms, this.totals, this.ofPeriod) = (terms, totals, ofPeriod);

    public ComponentTotals Totals => totals;

    public IReadOnlyList<WalkedLine> Lines => lines;

    public IReadOnlyList<(string Kind, string Id, decimal Amount)> Extras => extras;

    public IReadOnlyList<(int Step, string Name, decimal Amount)> Steps => steps;

    public decimal Total
    {
        get
        {
            var total = Paid();
            foreach (var extra in extras)
            {
                total += extra.Amount;
            }

            return total;
        }
    }

    /// <summary>Missing to the deficit threshold at the end of the measure period.</summary>
    public decimal DeficitCarry { get; private set; }

    /// <summary>Beyond the cap, where it is carried.</summary>
    public decimal CapCarry { get; private set; }

    /// <summary>Computes it.</summary>
    /// <param name="terms">What it is paid by.</param>
    /// <param name="credited">Credits of the measure period to date, in their sequence.</param>
    public static ComponentPay Of(ComponentTerms terms, IReadOnlyList<CreditedLine> credited)
    {
        var totals = ComponentTotals.Of(credited, terms.Quota);
        var pay = new ComponentPay(terms, totals, totals);
        if (terms.IsPerDeal)
        {
            pay.Deals(credited);
        }
        else
        {
            pay.Earn(credited);
        }

        pay.Gate();
        pay.Bound();
        if (terms.Component.PayoutSplit)
        {
            pay.Split();
        }

        return pay;
    }

    /// <summary>Steps 6 to 9, and kickers.</summary>
    private void Earn(IReadOnlyList<CreditedLine> credited)
    {
        if (terms.Component.Objectives is { Count: > 0 } objectives)
        {
            Score(objectives);
        }
        else
        {
            Walk(credited);
        }

        Multiply();
        Limit();
    }

    private void Score(IReadOnlyList<PayObjective> objectives)
    {
        foreach (var objective in objectives)
        {
            var score = terms.Entered(objective.Metric, null);
            var percent = objective.Ladder is { Count: > 0 } ladder ? ladder.LastOrDefault(step => step.AtLeast <= score)?.PayPercent ?? 0m : Math.Max(0m, score);
            extras.Add(("objective", objective.Metric, objective.Amount * percent / 100m ?? (terms.TargetPay ?? 0m) * objective.WeightPercent * percent / 10_000m));
        }

        Step(7, "table");
    }

    private void Walk(IReadOnlyList<CreditedLine> credited)
    {
        var limit = (terms.Component.Gates ?? []).Where(gate => gate.Otherwise == "limitTier" && !Passes(gate)).Select(gate => gate.LimitTier ?? 1).DefaultIfEmpty(int.MaxValue).Min();
        var counted = AttainmentCap.Of(terms, credited);
        var most = terms.CapOn("rate")?.Percent is { } percent && Factor() is var factor and not 0m ? percent / 100m / factor : (decimal?)null;
        var walked = TableWalk.Run(terms, counted, totals, limit, most);
        lines = walked.Lines;
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = ReferenceEquals(lines[i].Line, credited[i]) ? lines[i] : lines[i] with { Line = credited[i], IsCapped = true };
        }

        if (walked.Start != 0m)
        {
            extras.Add(("table", "start", walked.Start));
        }

        if (terms.Component.Attribution == "proRata" && totals.Credit != 0m)
        {
            var sum = Paid();
            lines = [.. lines.Select(line => line with { Pay = sum * line.Line.Match.Credit / totals.Credit })];
        }

        if (terms.Component.Deficit is { } deficit)
        {
            DeficitCarry = Math.Max(0m, deficit.Threshold + terms.DeficitCarry - totals.Credit);
        }

        Step(7, "table");
    }

    private void Multiply()
    {
        Scale(Factor());
        if (terms.CapOn("rate")?.Percent is { } percent && terms.Component.Table is { } table && !RateSchedule.HasRates(table) && totals.Credit >= 0m)
        {
            AtMost(totals.Credit * percent / 100m);
        }

        Step(8, "multiplied");
    }

    /// <summary>What multiplies all that the table pays.</summary>
    private decimal Factor()
    {
        var factor = terms.RampMultiplier;
        foreach (var chained in terms.Component.ChainedTables ?? [])
        {
            factor *= FactorOf(chained);
        }

        foreach (var multiplier in (terms.Component.Multipliers ?? []).Where(one => one.On != "slice"))
        {
            var seen = Of(multiplier.SelectorOf);
            var isAbove = multiplier.Boundary == "lower"
                ? IsBeyond(multiplier.Selector, multiplier.Metric, multiplier.Threshold, seen)
                : IsReached(multiplier.Selector, multiplier.Metric, null, multiplier.Threshold, seen);
            var own = multiplier.Table is { } table ? FactorOf(table) : isAbove == (multiplier.Kind == "accelerator") ? multiplier.Factor ?? 1m : 1m;
            factor *= terms.IsWithoutAccelerators ? Math.Min(1m, own) : own;
        }

        return factor;
    }

    private ComponentTotals Of(string? whose) => whose is "team" or "company" ? terms.Group(whose) : totals;

    private decimal FactorOf(RateTable table)
    {
        var seen = Of(table.SelectorOf);
        if (table.Selector == SelectorNames.Attainment)
        {
            // Compared in credit, as bounds are: no division comes between a value and an equal bound.
            return terms.Quota is > 0m ? RateSchedule.Of(table, terms.Quota, 0m).FactorOf(terms.Attained(seen)) : table.Tiers![0].Multiplier ?? table.Tiers[0].RatePercent / 100m ?? 1m;
        }

        return RateSchedule.Of(table, terms.Quota, 0m).FactorOf(terms.ValueOf(table.Selector, table.Metric, null, seen));
    }

    private void Limit()
    {
        if (terms.CapOn("deal")?.Amount is { } most)
        {
            WalkedLine[] capped = [.. lines];
            foreach (var deal in lines.Index().GroupBy(line => (line.Item.Line.Line.Source, line.Item.Line.Line.Deal)))
            {
                var (pay, match) = (deal.Sum(line => line.Item.Pay), deal.First().Item.Line.Match);
                var own = match.Base == 0m ? most : most * Math.Min(1m, Math.Abs(match.Credit / match.Base));
                foreach (var (i, line) in deal.Where(_ => pay > own))
                {
                    capped[i] = line with { Pay = line.Pay * own / pay, IsCapped = true };
                }
            }

            lines = capped;
        }

        Step(9, "dealCapped");
        foreach (var kicker in terms.Component.Kickers ?? [])
        {
            if (IsReached(kicker.Selector, kicker.Metric, null, kicker.Threshold, totals) && (!terms.IsPerDeal || totals.Credit != 0m))
            {
                extras.Add(("kicker", kicker.Id, kicker.Amount ?? ((terms.TargetPay ?? 0m) * (kicker.TargetPayPercent ?? 0m) / 100m)));
            }
        }
    }

    /// <summary>By all lines.</summary>
    private decimal Paid()
    {
        var paid = 0m;
        foreach (var line in lines)
        {
            paid += line.Pay;
        }

        return paid;
    }

    private void Step(int number, string name) => steps.Add((number, name, Total));
}
