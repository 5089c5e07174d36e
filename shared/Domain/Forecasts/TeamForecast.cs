using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Forecasts;

/// <summary>Adds up people's forecasts of one period, per currency.</summary>
public static class TeamForecast
{
    /// <summary>
    /// Sums what is closed, expected and the quotas, and convolves the distributions: people are taken as independent. Where two of them share a deal its
    /// outcome counts as two; one outcome for both comes with scenarios for groups. Neither order nor grouping of people matters; nobody may be given twice.
    /// Forecasts kept to be shown cannot be added up, but for one alone.
    /// </summary>
    public static IReadOnlyList<TeamCurrencyForecast> Combine(IEnumerable<PersonForecastResult> people) =>
        [.. people
            .OrderBy(person => person.Person, StringComparer.Ordinal)
            .SelectMany(person => person.Currencies.Select(forecast => (person.Person, Forecast: forecast)))
            .GroupBy(item => item.Forecast.Currency)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => Combine(group.Key, [.. group.Select(item => item.Person)], [.. group.Select(item => item.Forecast)]))];

    private static TeamCurrencyForecast Combine(string currency, IReadOnlyList<string> people, IReadOnlyList<CurrencyForecast> forecasts)
    {
        if (forecasts.Count == 1)
        {
            return Alone(people[0], forecasts[0]);
        }

        var quotas = forecasts.Where(forecast => forecast.Quota is not null).ToList();
        var quota = quotas.Count == 0 ? (decimal?)null : quotas.Sum(forecast => forecast.Quota);
        Distribution[] pays = [.. forecasts.Select(forecast => Known(forecast.EarnedDistribution))], credited = [.. forecasts.Select(forecast => Known(forecast.CreditDistribution))];
        var (earned, isEarnedExact) = Convolution.Sum([.. pays.Select(pay => pay.ToAtoms())]);
        Atoms[] credits = [.. credited.Select(one => one.ToAtoms())];
        var (credit, isCreditExact) = Convolution.Sum(credits, quota);
        var isExact = isEarnedExact && isCreditExact && !pays.Concat(credited).Any(distribution => distribution.IsThinned);
        var warnings = new WarningList();
        for (var i = 0; i < people.Count && quotas.Count > 0; i++)
        {
            if (forecasts[i].Quota is null)
            {
                warnings.Add(WarningCodes.PeopleWithoutQuota, people[i]);
            }
        }

        var sources = forecasts.Select(forecast => forecast.ProbabilitySource).Where(source => source != "none").Distinct().ToList();
        return new TeamCurrencyForecast
        {
            Currency = currency,
            People = people,
            Earned = Figures(earned, [.. forecasts.Select(forecast => forecast.Earned)], currency),
            Credit = Figures(credit, [.. forecasts.Select(forecast => forecast.Credit)], currency),
            Quota = quota,
            ProbabilityOfQuota = quota is { } reached ? Rounding.HalfAway((decimal)(isCreditExact ? credit.AtLeast(reached) : Convolution.AtLeast(credits, reached)), 6) : null,
            Method = PayDistribution.Weakest([.. forecasts.Select(forecast => forecast.Method), isExact ? ForecastMethods.Exact : ForecastMethods.Grid]),
            ProbabilitySource = sources.Count switch { 0 => "none", 1 => sources[0], _ => "mixed" },
            Warnings = warnings.ToList(),
        };
    }

    /// <summary>One person's figures are the team's as they are: a stored distribution may be thinned, they are not.</summary>
    private static TeamCurrencyForecast Alone(string person, CurrencyForecast forecast) => new()
    {
        Currency = forecast.Currency,
        People = [person],
        Earned = forecast.Earned,
        Credit = forecast.Credit,
        Quota = forecast.Quota,
        ProbabilityOfQuota = forecast.ProbabilityOfQuota,
        Method = forecast.Method,
        ProbabilitySource = forecast.ProbabilitySource,
    };

    private static ForecastFigures Figures(Atoms atoms, IReadOnlyList<ForecastFigures> parts, string currency)
    {
        var digits = CurrencyDigits.Of(currency);
        return new ForecastFigures(
            parts.Sum(part => part.Closed),
            parts.Sum(part => part.Expected),
            Rounding.HalfAway(atoms.Quantile(0.1), digits),
            Rounding.HalfAway(atoms.Quantile(0.5), digits),
            Rounding.HalfAway(atoms.Quantile(0.9), digits));
    }

    private static Distribution Known(Distribution? distribution) => distribution ?? throw new InvalidOperationException("A forecast that was kept to be shown cannot be added up.");
}

/// <summary>What a group of people is expected to earn in a period, in one currency. Closed and expected are the sums of its people's.</summary>
public sealed record TeamCurrencyForecast
{
    /// <summary>ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Ids of the people added up.</summary>
    public required IReadOnlyList<string> People { get; init; }

    public required ForecastFigures Earned { get; init; }

    public required ForecastFigures Credit { get; init; }

    /// <summary>The sum of the quotas there are; null without any.</summary>
    public decimal? Quota { get; init; }

    /// <summary>The probability that all credit together reaches the quotas' sum, six digits; null without a quota.</summary>
    public decimal? ProbabilityOfQuota { get; init; }

    /// <summary>One of <see cref="ForecastMethods"/>.</summary>
    public required string Method { get; init; }

    /// <summary><c>crm</c>, <c>stage</c>, <c>mixed</c> or <c>none</c>.</summary>
    public required string ProbabilitySource { get; init; }

    public IReadOnlyList<CommissionWarning> Warnings { get; init; } = [];
}
