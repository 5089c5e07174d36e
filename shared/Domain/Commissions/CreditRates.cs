namespace SalesPerf.Domain.Commissions;

/// <summary>A plan's rates made ready: what a unit of another currency is worth in the plan's for a credit of a day.</summary>
internal sealed class CreditRates
{
    private readonly string currency;
    private readonly string conversion;
    private readonly Dictionary<string, PlanRate[]> rates;
    private readonly Dictionary<(string Currency, DateOnly Day), decimal?> averages = [];

    /// <param name="plan">Its currency and rates.</param>
    /// <param name="isFixed">True where pay is a share of target pay: such credit is converted by the plan year's rate, whatever the plan says.</param>
    public CreditRates(Plan plan, bool isFixed)
    {
        (currency, conversion) = (plan.Currency, isFixed ? "fixed" : plan.Conversion ?? "spot");
        rates = (plan.Rates ?? []).GroupBy(rate => rate.Currency).ToDictionary(
            group => group.Key, group => group.OrderBy(rate => rate.From ?? DateOnly.MinValue).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Null where it is not known.</summary>
    /// <param name="of">ISO 4217; null is the plan's.</param>
    /// <param name="day">The day of the credit.</param>
    /// <param name="yearStart">The first day of the plan year that it lies in.</param>
    public decimal? Of(string? of, DateOnly day, DateOnly? yearStart)
    {
        if (of is null || of == currency)
        {
            return 1m;
        }

        if (!rates.TryGetValue(of, out var known))
        {
            return null;
        }

        return conversion switch
        {
            "fixed" => OfYear(known, yearStart ?? new DateOnly(day.Year, 1, 1), day),
            "month" => OfMonth(of, known, new DateOnly(day.Year, day.Month, 1)),
            _ => On(known, day),
        };
    }

    private static decimal? On(PlanRate[] known, DateOnly day)
    {
        for (var i = known.Length - 1; i >= 0; i--)
        {
            if (!(known[i].From > day))
            {
                return known[i].Rate;
            }
        }

        return null;
    }

    /// <summary>The rate as the plan year began; of one that became known in it the first.</summary>
    private static decimal? OfYear(PlanRate[] known, DateOnly start, DateOnly day) =>
        On(known, start) ?? (Array.Find(known, rate => rate.From > start) is { } first && first.From <= day ? first.Rate : null);

    /// <summary>The mean of the month's days for which one is known.</summary>
    private decimal? OfMonth(string of, PlanRate[] known, DateOnly first)
    {
        if (!averages.TryGetValue((of, first), out var average))
        {
            var (sum, days) = (0m, 0);
            for (var day = first; day < first.AddMonths(1); day = day.AddDays(1))
            {
                if (On(known, day) is { } rate)
                {
                    sum += rate;
                    days++;
                }
            }

            averages[(of, first)] = average = days == 0 ? null : sum / days;
        }

        return average;
    }
}
