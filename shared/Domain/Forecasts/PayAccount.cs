using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Forecasts;

/// <summary>
/// What one component pays in the forecast period out of one measure period: paid(closed + Σ won) − paid(closed before + Σ won before). Deals expected to
/// close inside the measure period but before the forecast period move both totals; they matter only where pay is not proportional.
/// </summary>
internal sealed class PayAccount
{
    private readonly ComponentMeasure measure;
    private readonly Dictionary<int, decimal> added = [];
    private readonly decimal before;
    private readonly decimal closed;
    private readonly decimal credit;

    public PayAccount(ComponentMeasure measure, IReadOnlyList<CreditLine> credits, Pipeline pipeline, Period period, WarningList warnings)
    {
        this.measure = measure;
        var total = new RunningTotal(measure);
        foreach (var line in credits.Where(measure.Takes))
        {
            var amount = measure.CreditOf(line, warnings);
            total.Add(line, amount);
            credit += amount;
            before = line.Date < period.Start ? total.Total : before;
        }

        closed = total.Total;
        for (var i = 0; i < pipeline.Deals.Count; i++)
        {
            var deal = pipeline.Deals[i];
            if (!measure.Takes(deal.Line) || (!deal.IsCounted && measure.IsLinear))
            {
                continue;
            }

            var amount = measure.Added(measure.CreditOf(deal.Line, warnings));
            if (deal.IsCounted)
            {
                added[i] = amount;
            }

            if (deal.Probability > 0m)
            {
                Sum.Add(i, amount);
                (deal.IsCounted ? null : SumBefore)?.Add(i, amount);
            }
        }
    }

    /// <summary>Of deals up to the end of the forecast period.</summary>
    public DealSum Sum { get; private set; } = new();

    /// <summary>Of deals before the forecast period.</summary>
    public DealSum SumBefore { get; private set; } = new();

    /// <summary>Earned in the forecast period from closed deals.</summary>
    public decimal EarnedClosed => measure.Paid(closed) - measure.Paid(before);

    private Payer? Pay { get; set; }

    private Payer? PayBefore { get; set; }

    /// <summary>What one open deal, won on top of what is closed, would add.</summary>
    public decimal Potential(int deal) => added.TryGetValue(deal, out var amount) ? measure.Paid(closed + amount) - measure.Paid(closed) : 0m;

    /// <summary>Joins the sums that are the same as others', and is paid by them.</summary>
    public void Join(SumRegistry sums)
    {
        Sum = sums.Same(Sum);
        SumBefore = sums.Same(SumBefore);
        Sum.Add(Pay = new Payer(measure, closed, 1));
        SumBefore.Add(PayBefore = new Payer(measure, before, -1));
    }

    /// <summary>The mean of what is earned, once the sums are folded; each sum's own distribution is enough, however they go together.</summary>
    public decimal Expected() => Pay!.Expected(Sum.Atoms) + PayBefore!.Expected(SumBefore.Atoms);

    public ForecastComponent Explain() => new()
    {
        Assignment = measure.Terms.Assignment,
        Plan = measure.Terms.Plan.Id,
        Component = measure.Component.Id,
        MeasurePeriod = measure.Period.Id,
        Quota = measure.Quota,
        Credit = credit,
        EarnedClosed = EarnedClosed,
        EarnedExpected = Rounding.HalfAway(Expected(), measure.Digits),
    };
}

/// <summary>Keeps one of all sums that add the same amounts of the same deals.</summary>
internal sealed class SumRegistry
{
    private readonly List<DealSum> sums = [];

    public IReadOnlyList<DealSum> Sums => sums;

    public DealSum Same(DealSum sum)
    {
        if (sums.Find(sum.IsSame) is { } known)
        {
            return known;
        }

        sums.Add(sum);
        return sum;
    }
}
