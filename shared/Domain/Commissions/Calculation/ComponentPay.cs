using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>What a component has earned in a measure period to date, unrounded: steps 6 to 11.</summary>
internal sealed class ComponentPay
{
    private readonly ComponentTerms terms;
    private readonly ComponentTotals totals;
    private readonly List<(int Step, string Name, decimal Amount)> steps = [];
    private List<WalkedLine> lines = [];
    private readonly List<(string Kind, string Id, decimal Amount)> extras = [];

    private ComponentPay(ComponentTerms terms, ComponentTotals totals) => (this.terms, this.totals) = (terms, totals);

    public ComponentTotals Totals => totals;

    public IReadOnlyList<WalkedLine> Lines => lines;

    public IReadOnlyList<(string Kind, string Id, decimal Amount)> Extras => extras;

    public IReadOnlyList<(int Step, string Name, decimal Amount)> Steps => steps;

    public decimal Total => lines.Sum(line => line.Pay) + extras.Sum(extra => extra.Amount);

    /// <summary>Missing to the deficit threshold at the end of the measure period.</summary>
    public decimal DeficitCarry { get; private set; }

    /// <summary>Beyond the cap, where it is carried.</summary>
    public decimal CapCarry { get; private set; }

    /// <summary>Computes it.</summary>
    /// <param name="terms">What it is paid by.</param>
    /// <param name="credited">Credits of the measure period to date, in their sequence.</param>
    public static ComponentPay Of(ComponentTerms terms, IReadOnlyList<CreditedLine> credited)
    {
        var pay = new ComponentPay(terms, ComponentTotals.Of(credited, terms.Quota));
        if (terms.Component.Objectives is { Count: > 0 } objectives)
        {
            pay.Score(objectives);
        }
        else
        {
            pay.Walk(credited);
        }

        pay.Multiply();
        pay.Limit();
        pay.Gate();
        pay.Bound();
        if (terms.Component.PayoutSplit)
        {
            pay.Split();
        }

        return pay;
    }

    private void Score(IReadOnlyList<PayObjective> objectives)
    {
        foreach (var objective in objectives)
        {
            var score = terms.Entered(objective.Metric, null);
            var percent = objective.Ladder is { Count: > 0 } ladder ? ladder.LastOrDefault(step => step.AtLeast <= score)?.PayPercent ?? 0m : score;
            extras.Add(("objective", objective.Metric, (terms.TargetPay ?? 0m) * objective.WeightPercent * percent / 10_000m));
        }

        Step(7, "table");
    }

    private void Walk(IReadOnlyList<CreditedLine> credited)
    {
        var limit = (terms.Component.Gates ?? []).Where(gate => gate.Otherwise == "limitTier" && !Passes(gate)).Select(gate => gate.LimitTier ?? 1).DefaultIfEmpty(int.MaxValue).Min();
        var slices = (terms.Component.Multipliers ?? []).Where(one => one.On == "slice" && (one.Kind != "accelerator" || !terms.IsWithoutAccelerators));
        var walked = TableWalk.Run(terms, credited, totals, limit, slices);
        lines = [.. walked.Lines];
        if (walked.Start != 0m)
        {
            extras.Add(("table", "start", walked.Start));
        }

        if (terms.Component.Attribution == "proRata" && totals.Credit != 0m)
        {
            var sum = lines.Sum(line => line.Pay);
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
        var factor = terms.RampMultiplier;
        foreach (var chained in terms.Component.ChainedTables ?? [])
        {
            factor *= FactorOf(chained);
        }

        foreach (var multiplier in (terms.Component.Multipliers ?? []).Where(one => one.On != "slice"))
        {
            var value = terms.ValueOf(multiplier.Selector, multiplier.Metric, null, totals);
            var isAbove = multiplier.Boundary == "lower" ? value > multiplier.Threshold : value >= multiplier.Threshold;
            var own = multiplier.Table is { } table ? FactorOf(table) : isAbove == (multiplier.Kind == "accelerator") ? multiplier.Factor ?? 1m : 1m;
            factor *= terms.IsWithoutAccelerators ? Math.Min(1m, own) : own;
        }

        Scale(factor);
        if (terms.CapOn("rate")?.Percent is { } percent)
        {
            lines = [.. lines.Select(line => line.Line.Match.Credit * percent / 100m is var most && line.Pay > most && most >= 0m ? line with { Pay = most, IsCapped = true } : line)];
        }

        Step(8, "multiplied");
    }

    private decimal FactorOf(RateTable table)
    {
        var value = terms.ValueOf(table.Selector, table.Metric, null, totals);
        if (table.Selector == SelectorNames.Attainment)
        {
            // Compared in credit, as bounds are: no division comes between a value and an equal bound.
            return terms.Quota is > 0m ? RateSchedule.Of(table, terms.Quota, 0m).FactorOf(totals.QuotaCredit) : table.Tiers![0].Multiplier ?? table.Tiers[0].RatePercent / 100m ?? 1m;
        }

        return RateSchedule.Of(table, terms.Quota, 0m).FactorOf(value);
    }

    private void Limit()
    {
        if (terms.CapOn("deal")?.Amount is { } most)
        {
            var capped = lines.ToList();
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
            if (IsReached(kicker.Selector, kicker.Metric, null, kicker.Threshold, totals))
            {
                extras.Add(("kicker", kicker.Id, kicker.Amount ?? ((terms.TargetPay ?? 0m) * (kicker.TargetPayPercent ?? 0m) / 100m)));
            }
        }
    }

    private void Gate()
    {
        foreach (var gate in (terms.Component.Gates ?? []).Where(gate => gate.Otherwise != "limitTier" && !Passes(gate)))
        {
            if (gate.Otherwise == "zero")
            {
                Scale(0m);
            }
            else
            {
                AtMost(gate.LimitAmount ?? ((terms.TargetPay ?? 0m) * (gate.LimitTargetPayPercent ?? 0m) / 100m));
            }
        }

        Step(10, "gated");
    }

    private void Bound()
    {
        if (terms.Component.Minimum is { } least && Total is var total && total < least)
        {
            extras.Add(("minimum", terms.Component.Id, least - total));
        }

        if (terms.CapOn("component") is { } cap && cap.Per != "payPeriod")
        {
            if (terms.CapCarry != 0m)
            {
                extras.Add(("carried", terms.Component.Id, terms.CapCarry));
            }

            var before = Total;
            AtMost(MostOf(cap, terms.TargetPay));
            CapCarry = cap.Excess == "carried" ? before - Total : 0m;
        }

        Step(11, "bounded");
    }

    /// <summary>The rounded whole of each credit over its parties, by largest remainder, ties by id: everybody's part of it is here the same number.</summary>
    private void Split()
    {
        var whole = Rounding.HalfAway(lines.Sum(line => line.Pay), terms.Digits);
        var rounded = lines.Count == 0 ? [] : Rounding.Parts(whole, [.. lines.Select(line => new Part(line.Line.Id, line.Pay))], terms.Digits);
        for (var i = 0; i < lines.Count; i++)
        {
            var own = rounded[i];
            if (lines[i].Line.Match.Parties is { } parties)
            {
                var parts = Rounding.Parts(own, [.. parties.Select(party => party with { Value = party.Value * own })], terms.Digits);
                own = parts.Zip(parties).Where(part => part.Second.Id == terms.Person).Sum(part => part.First);
            }

            lines[i] = lines[i] with { Pay = own };
        }

        Step(12, "split");
    }

    /// <summary>What a cap on a component or a plan comes to.</summary>
    public static decimal MostOf(PayCap cap, decimal? targetPay) => cap.Amount ?? ((targetPay ?? 0m) * (cap.Percent ?? 0m) / 100m);

    private bool Passes(PayGate gate)
    {
        var seen = gate.Component is { } other && other != terms.Component.Id ? terms.Other(other) ?? default : totals;
        return IsReached(gate.Selector, gate.Metric, PeriodKinds.Parse(gate.Measure), gate.AtLeast, seen);
    }

    /// <summary>Attainment is compared in credit, so that no division comes between a value and an equal bound.</summary>
    private bool IsReached(string selector, string? metric, PeriodKind? kind, decimal least, ComponentTotals seen) => selector == SelectorNames.Attainment
        ? (seen.Quota is > 0m ? seen.QuotaCredit * 100m >= least * seen.Quota.Value : least <= 0m)
        : terms.ValueOf(selector, metric, kind, seen) >= least;

    private void AtMost(decimal most)
    {
        var total = Total;
        if (total > most)
        {
            Scale(most / total, most);
        }
    }

    private void Scale(decimal factor, decimal? whole = null)
    {
        if (factor == 1m)
        {
            return;
        }

        lines = [.. lines.Select(line => line with { Pay = line.Pay * factor })];
        for (var i = 0; i < extras.Count; i++)
        {
            extras[i] = extras[i] with { Amount = extras[i].Amount * factor };
        }

        // Division may lose the last digit of the whole.
        var lost = whole is { } wanted ? wanted - Total : 0m;
        if (lost != 0m && lines.Count > 0)
        {
            lines[^1] = lines[^1] with { Pay = lines[^1].Pay + lost };
        }
        else if (lost != 0m)
        {
            extras[^1] = extras[^1] with { Amount = extras[^1].Amount + lost };
        }
    }

    private void Step(int number, string name) => steps.Add((number, name, Total));
}
