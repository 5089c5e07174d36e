using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Forecasts;

/// <summary>
/// The open deals that bear on a forecast, by id. A deal counts when its expected close date lies in the period and the period is not over; the date it is
/// taken to close on is not before today. Deals expected between today and the period's start bear on it only through running totals.
/// </summary>
internal sealed class Pipeline
{
    private readonly List<PipelineDeal> deals = [];

    public Pipeline(PersonForecastInput input, WarningList warnings)
    {
        var (period, asOf) = (input.Period, input.AsOf);
        foreach (var deal in input.OpenDeals
            .OrderBy(deal => deal.Source, StringComparer.Ordinal)
            .ThenBy(deal => deal.Deal, StringComparer.Ordinal)
            .ThenBy(deal => deal.Amount)
            .ThenBy(deal => deal.Probability))
        {
            if (deal.ExpectedCloseDate is not { } expected)
            {
                warnings.Add(WarningCodes.NoCloseDate, deal.Deal);
                continue;
            }

            var isCounted = period.Contains(expected);
            if (asOf >= period.End || !(isCounted || (expected < period.Start && expected >= asOf)))
            {
                continue;
            }

            if (isCounted && deal.Probability is null)
            {
                warnings.Add(WarningCodes.NoProbability, deal.Deal);
            }

            var when = expected < asOf ? asOf : expected;
            var probability = Math.Clamp(deal.Probability ?? 0m, 0m, 1m);
            deals.Add(new PipelineDeal(deal, CreditLine.From(deal, when) with { YearStart = input.Calendar.PeriodOf(PeriodKind.Year, when).Start }, probability, isCounted));
        }

        Chances = [.. deals.Select(deal => Chance.Of(deal.Probability, deal.Deal.Source, deal.Deal.Deal))];
    }

    public IReadOnlyList<PipelineDeal> Deals => deals;

    public IReadOnlyList<Chance> Chances { get; }
}

/// <summary>An open deal as the forecast takes it.</summary>
/// <param name="Deal">As stored.</param>
/// <param name="Line">As if won on the date it is expected to close, today at the earliest.</param>
/// <param name="Probability">0 to 1; 0 where unknown.</param>
/// <param name="IsCounted">True when it is expected in the period, false when before it.</param>
internal sealed record PipelineDeal(OpenDeal Deal, CreditLine Line, decimal Probability, bool IsCounted);
