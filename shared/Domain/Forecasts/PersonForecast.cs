using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Forecasts;

/// <summary>
/// Forecasts what a person earns in a period: what is closed plus each open deal at its probability, independent of one another, every outcome put
/// through the plan. Tiers make the mean of the pay differ from the pay of the mean.
/// </summary>
public static class PersonForecast
{
    /// <summary>Most open deals listed in a result.</summary>
    public const int MaxDeals = 200;

    /// <summary>Most atoms of a stored distribution.</summary>
    public const int MaxAtoms = 1_024;

    /// <summary>
    /// Computes the forecast; the same input in any order gives the same result to the bit. Where numbers are too large to compute with, as plans from before
    /// they were bounded may have, the result holds no figures and says so, and nobody else's forecast is held up.
    /// </summary>
    public static PersonForecastResult Compute(PersonForecastInput input)
    {
        try
        {
            return Computed(input);
        }
        catch (OverflowException)
        {
            return NotComputed(input.Person, input.Period.Id, input.AsOf);
        }
    }

    /// <summary>In the place of a forecast that holds too much to be computed or stored: no figures, and a warning that says why.</summary>
    public static PersonForecastResult NotComputed(string person, string period, DateOnly asOf)
    {
        var warnings = new WarningList();
        warnings.Add(WarningCodes.NotComputable, person);
        return new PersonForecastResult { Person = person, Period = period, AsOf = asOf, Currencies = [], Warnings = warnings.ToList() };
    }

    private static PersonForecastResult Computed(PersonForecastInput input)
    {
        var warnings = new WarningList();
        var pipeline = new Pipeline(input, warnings);
        var credits = input.Credits
            .Where(credit => credit.Date < input.Period.End)
            .SelectMany(CreditLine.Bookings)
            .Select(line => line with { YearStart = input.Calendar.PeriodOf(PeriodKind.Year, line.Date).Start })
            .Order()
            .ToList();
        if (input.Terms.Count == 0)
        {
            warnings.Add(WarningCodes.NoPlan, input.Person);
        }

        var currencies = input.Terms
            .GroupBy(terms => terms.Plan.Currency)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new CurrencyOutlook(input, [.. group.OrderBy(terms => terms.Assignment, StringComparer.Ordinal).ThenBy(terms => terms.Since ?? terms.From)], credits, pipeline, warnings))
            .Select(outlook => outlook.Forecast())
            .ToList();
        return Result(input, currencies, warnings);
    }

    private static PersonForecastResult Result(PersonForecastInput input, IReadOnlyList<CurrencyForecast> currencies, WarningList warnings) => new()
    {
        Person = input.Person,
        Period = input.Period.Id,
        AsOf = input.AsOf,
        Currencies = currencies,
        Warnings = warnings.ToList(),
    };
}
