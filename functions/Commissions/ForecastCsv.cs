using Microsoft.AspNetCore.Http;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Commissions;

/// <summary>The forecast as a table: a currency column beside every amount.</summary>
internal static class ForecastCsv
{
    public static IResult Reply(ForecastAnswer answer, bool isByTeam)
    {
        var csv = new CsvWriter(
            [.. isByTeam ? new[] { "team", "parent" } : ["person"], "period", "asOf", "run", .. Names("earned"), .. Names("credit"), "quota", "quotaCurrency", "probabilityOfQuota", "method", "probabilitySource"]);
        foreach (var item in answer.Items)
        {
            csv.Text(item.PersonId ?? item.TeamId);
            if (isByTeam)
            {
                csv.Text(item.ParentTeamId);
            }

            csv.Text(item.Period).Instant(item.AsOf).Instant(item.Run);
            Figures(csv, item.Earned);
            Figures(csv, item.Credit);
            csv.Money(item.Quota).Number(item.ProbabilityOfQuota).Text(item.Method).Text(item.ProbabilitySource).EndRow();
        }

        return csv.ToReply($"forecast-{answer.Period}.csv");
    }

    private static readonly string[] Parts = ["Closed", "Expected", "P10", "P50", "P90"];

    private static IEnumerable<string> Names(string figure) =>
        Parts.SelectMany(part => new[] { $"{figure}{part}", $"{figure}{part}Currency" });

    private static void Figures(CsvWriter csv, MoneyFigures figures)
    {
        foreach (var money in new Money[] { figures.Closed, figures.Expected, figures.P10, figures.P50, figures.P90 })
        {
            csv.Money(money);
        }
    }
}
