using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Tests.Commissions;

namespace SalesPerf.Domain.Tests.Forecasts;

/// <summary>The forecast by definition: every outcome of the counted deals, each paid as if it had come to pass.</summary>
internal static class BruteForce
{
    public static List<(decimal Earned, decimal Probability)> Outcomes(PersonForecastInput input)
    {
        var deals = input.OpenDeals
            .Where(deal => input.AsOf < input.Period.End && deal.ExpectedCloseDate < input.Period.End)
            .Where(deal => deal.ExpectedCloseDate >= input.AsOf || deal.ExpectedCloseDate >= input.Period.Start)
            .ToList();
        var outcomes = new List<(decimal, decimal)>();
        for (var outcome = 0; outcome < 1 << deals.Count; outcome++)
        {
            var probability = 1m;
            var credits = input.Credits.ToList();
            for (var i = 0; i < deals.Count; i++)
            {
                var isWon = (outcome & (1 << i)) != 0;
                probability *= isWon ? deals[i].Probability!.Value : 1m - deals[i].Probability!.Value;
                if (isWon)
                {
                    credits.Add(Won(deals[i], input.AsOf));
                }
            }

            outcomes.Add((Samples.Pay(input.Terms, credits, input.Period, input.Calendar).Earned, probability));
        }

        return outcomes;
    }

    public static decimal Mean(IEnumerable<(decimal Earned, decimal Probability)> outcomes) => outcomes.Sum(outcome => outcome.Earned * outcome.Probability);

    public static decimal Quantile(IEnumerable<(decimal Earned, decimal Probability)> outcomes, decimal q)
    {
        var sum = 0m;
        var sorted = outcomes.OrderBy(outcome => outcome.Earned).ToList();
        return sorted.First(outcome => (sum += outcome.Probability) >= q - 0.000000001m || outcome == sorted[^1]).Earned;
    }

    private static Credit Won(OpenDeal deal, DateOnly asOf) => new()
    {
        Source = deal.Source,
        Deal = deal.Deal,
        Event = "won",
        Date = deal.ExpectedCloseDate!.Value < asOf ? asOf : deal.ExpectedCloseDate!.Value,
        Amount = deal.Amount,
        Currency = deal.Currency,
        Margin = deal.Margin,
        Attributes = deal.Attributes,
    };
}
