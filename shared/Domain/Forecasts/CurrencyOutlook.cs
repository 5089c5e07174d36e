using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Forecasts;

/// <summary>The forecast of a person's plans in one currency.</summary>
internal sealed class CurrencyOutlook
{
    private readonly PersonForecastInput input;
    private readonly Pipeline pipeline;
    private readonly WarningList warnings;
    private readonly int digits;
    private readonly int payDigits;
    private readonly List<PayAccount> accounts;
    private readonly SumRegistry sums = new();
    private readonly decimal[] credits;
    private readonly decimal creditClosed;
    private readonly decimal? quota;
    private readonly DealSum creditSum = new();

    public CurrencyOutlook(PersonForecastInput input, IReadOnlyList<PlanTerms> terms, IReadOnlyList<CreditLine> lines, Pipeline pipeline, WarningList warnings)
    {
        (this.input, this.pipeline, this.warnings) = (input, pipeline, warnings);
        Currency = terms[0].Plan.Currency;
        digits = CurrencyDigits.Of(Currency);
        payDigits = terms.Max(one => one.Digits);
        accounts =
        [
            .. terms.SelectMany(one => ComponentMeasure.Of(one, input.Period, input.Calendar, warnings))
                .Select(measure => new PayAccount(measure, lines, pipeline, warnings)),
        ];
        var counted = new PeriodCredit(terms, input.Period, input.Calendar);
        quota = counted.Quota;
        creditClosed = lines.Where(line => input.Period.Contains(line.Date)).Sum(line => counted.Of(line, warnings));
        credits = [.. pipeline.Deals.Select(deal => deal.IsCounted ? counted.Of(deal.Line, warnings) : 0m)];
        for (var i = 0; i < credits.Length; i++)
        {
            creditSum.Add(i, pipeline.Deals[i].Probability > 0m ? credits[i] : 0m);
        }

        creditSum = sums.Same(creditSum);
    }

    private string Currency { get; }

    public CurrencyForecast Forecast()
    {
        accounts.ForEach(account => account.Join(sums));
        creditSum.Mark((quota ?? 0m) - creditClosed);
        var bound = sums.Sums.Sum(sum => sum.PayBound);
        var (coarse, fine) = (Units.DigitsFor(bound, payDigits), Units.DigitsFor(bound, payDigits + 4));
        foreach (var sum in sums.Sums)
        {
            sum.Fold(pipeline.Chances, coarse, fine);
        }

        var (earned, method) = PayDistribution.Of([.. sums.Sums.Where(sum => sum.IsPaid)], pipeline.Chances, coarse);
        if (method == ForecastMethods.Scenarios)
        {
            warnings.Add(WarningCodes.ManyComponents, Currency);
        }

        var credit = Credit();
        var deals = Deals();
        return new CurrencyForecast
        {
            Currency = Currency,
            Earned = Figures(earned, accounts.Sum(account => account.EarnedClosed), accounts.Sum(account => account.Expected()), payDigits),
            Credit = Figures(credit, creditClosed, creditClosed + creditSum.Atoms.Mean(), digits),
            Quota = quota,
            ProbabilityOfQuota = quota is { } reached ? Rounding.HalfAway((decimal)credit.AtLeast(reached), 6) : null,
            Method = creditSum.IsExact ? method : PayDistribution.Weakest([method, ForecastMethods.Grid]),
            ProbabilitySource = Source(deals),
            Components = [.. accounts.GroupBy(account => account.Key).Select(of => PayAccount.Explain([.. of]))],
            Deals = [.. deals.Take(PersonForecast.MaxDeals)],
            DealCount = deals.Count,
            EarnedDistribution = Stored(earned, payDigits),
            CreditDistribution = Stored(credit, digits, quota),
        };
    }

    /// <summary>Closed credit plus what open deals add.</summary>
    private Atoms Credit()
    {
        var reach = Math.Abs(creditClosed) + creditSum.Terms.Sum(term => Math.Abs(term.Amount));
        var atoms = creditSum.Atoms.AtDigits(Units.DigitsFor(reach, Math.Max(creditSum.Digits, creditClosed.Scale)));
        return atoms.Plus(Units.Of(creditClosed, atoms.Digits));
    }

    private List<ForecastDeal> Deals()
    {
        var deals = new List<ForecastDeal>();
        for (var i = 0; i < pipeline.Deals.Count; i++)
        {
            var (deal, line, probability, isCounted) = pipeline.Deals[i];
            var potential = accounts.Sum(account => account.Potential(i));
            if (isCounted && (credits[i] != 0m || potential != 0m))
            {
                deals.Add(new ForecastDeal
                {
                    Source = deal.Source,
                    Deal = deal.Deal,
                    ExpectedCloseDate = deal.ExpectedCloseDate ?? line.Date,
                    Probability = probability,
                    ProbabilitySource = deal.Probability is null ? "none" : deal.ProbabilitySource,
                    Amount = deal.Amount,
                    Credit = credits[i],
                    Potential = potential,
                    Weighted = Rounding.HalfAway(probability * potential, payDigits),
                });
            }
        }

        if (deals.Count > PersonForecast.MaxDeals)
        {
            warnings.Add(WarningCodes.DealsShortened, Currency);
        }

        return [.. deals.OrderByDescending(deal => Math.Abs(deal.Weighted)).ThenByDescending(deal => Math.Abs(deal.Probability * deal.Credit))];
    }

    private static string Source(IEnumerable<ForecastDeal> deals)
    {
        var sources = deals.Select(deal => deal.ProbabilitySource).Where(source => source != "none").Distinct().ToList();
        return sources.Count switch { 0 => "none", 1 => sources[0], _ => "mixed" };
    }

    private static ForecastFigures Figures(Atoms atoms, decimal closed, decimal expected, int digits) => new(
        Rounding.HalfAway(closed, digits),
        Rounding.HalfAway(expected, digits),
        Rounding.HalfAway(atoms.Quantile(0.1), digits),
        Rounding.HalfAway(atoms.Quantile(0.5), digits),
        Rounding.HalfAway(atoms.Quantile(0.9), digits));

    private static Distribution Stored(Atoms atoms, int digits, decimal? mark = null)
    {
        var reach = Math.Max(Math.Abs(Units.Amount(atoms.Values[0], atoms.Digits)), Math.Abs(Units.Amount(atoms.Values[^1], atoms.Digits)));
        var kept = Units.DigitsFor(reach, atoms.Count > PersonForecast.MaxAtoms ? Math.Min(atoms.Digits, digits) : atoms.Digits, Units.LargestStored);
        var thin = atoms.AtDigits(kept).Thin(PersonForecast.MaxAtoms, mark);
        return Distribution.Of(thin.Digits, thin.Values, thin.Masses, thin.Count < atoms.Count);
    }
}
