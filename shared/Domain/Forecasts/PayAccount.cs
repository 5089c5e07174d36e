using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Forecasts;

/// <summary>
/// What one component pays in the forecast period out of one measure period: paid(closed + Σ won) − paid(closed before + Σ won before). Deals expected to
/// close inside the measure period but before the days paid for move both totals; they matter only where pay is not proportional.
/// </summary>
internal sealed class PayAccount
{
    private readonly ComponentMeasure measure;
    private readonly Dictionary<int, (decimal Amount, bool IsBefore)> added = [];
    private readonly decimal before;
    private readonly decimal closed;
    private readonly decimal credit;

    public PayAccount(ComponentMeasure measure, IReadOnlyList<CreditLine> credits, Pipeline pipeline, WarningList warnings)
    {
        this.measure = measure;
        var total = new RunningTotal(measure);
        foreach (var line in credits.Where(measure.Takes))
        {
            var amount = measure.CreditOf(line, warnings);
            total.Add(line, amount);
            credit += amount;
            before = line.Date < measure.PaidFrom ? total.Total : before;
        }

        closed = total.Total;
        for (var i = 0; i < pipeline.Deals.Count; i++)
        {
            var deal = pipeline.Deals[i];
            var isBefore = deal.Line.Date < measure.PaidFrom;
            if (!measure.Takes(deal.Line) || (isBefore && measure.IsLinear && measure.Before == measure))
            {
                continue;
            }

            var amount = measure.Added(measure.CreditOf(deal.Line, warnings));
            if (deal.IsCounted)
            {
                added[i] = (amount, isBefore);
            }

            if (deal.Probability > 0m)
            {
                Sum.Add(i, amount);
                (isBefore ? SumBefore : null)?.Add(i, amount);
            }
        }
    }

    /// <summary>Of deals up to the end of the forecast period.</summary>
    public DealSum Sum { get; private set; } = new();

    /// <summary>Of deals before the days paid for.</summary>
    public DealSum SumBefore { get; private set; } = new();

    /// <summary>Earned in the forecast period from closed deals.</summary>
    public decimal EarnedClosed => measure.Paid(closed) - measure.Before.Paid(before);

    private Payer? Pay { get; set; }

    private Payer? PayBefore { get; set; }

    /// <summary>What one open deal, won on top of what is closed, would add.</summary>
    public decimal Potential(int deal)
    {
        if (!added.TryGetValue(deal, out var won))
        {
            return 0m;
        }

        var paid = measure.Paid(closed + won.Amount) - measure.Paid(closed);
        return won.IsBefore ? paid - measure.Before.Paid(before + won.Amount) + measure.Before.Paid(before) : paid;
    }

    /// <summary>Joins the sums that are the same as others', and is paid by them.</summary>
    public void Join(SumRegistry sums)
    {
        Sum = sums.Same(Sum);
        SumBefore = sums.Same(SumBefore);
        Sum.Add(Pay = new Payer(measure, closed, 1));
        SumBefore.Add(PayBefore = new Payer(measure.Before, before, -1));
    }

    /// <summary>The mean of what is earned, once the sums are folded; each sum's own distribution is enough, however they go together.</summary>
    public decimal Expected() => Pay!.Expected(Sum.Atoms) + PayBefore!.Expected(SumBefore.Atoms);

    /// <summary>What explains a component in a measure period: the sum of its accounts, one for each of the terms that decide on days of it, in order.</summary>
    public static ForecastComponent Explain(IReadOnlyList<PayAccount> accounts)
    {
        var (last, measure) = (accounts[^1], accounts[^1].measure);
        return new ForecastComponent
        {
            Assignment = measure.Terms.Assignment,
            Plan = measure.Terms.Plan.Id,
            Component = measure.Component.Id,
            MeasurePeriod = measure.Period.Id,
            Quota = measure.Quota,
            Credit = last.credit,
            EarnedClosed = accounts.Sum(account => account.EarnedClosed),
            EarnedExpected = Rounding.HalfAway(accounts.Sum(account => account.Expected()), measure.Digits),
        };
    }

    /// <summary>Accounts with the same key are of one component in one measure period.</summary>
    public (string Assignment, string Component, string Period) Key => (measure.Terms.Assignment, measure.Component.Id, measure.Period.Id);
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
