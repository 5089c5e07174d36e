using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Commissions;

/// <summary>Makes a person's forecast of a period from what is stored: now, or as it was known at some time.</summary>
public sealed class MakeForecast(ReadPersonDeals deals)
{
    /// <summary>The organisation's day.</summary>
    public static DateOnly Today(Model model, DateTimeOffset at) =>
        LocalTime.DateOf(at, LocalTime.Zone(model.Calendar(DateOnly.FromDateTime(at.UtcDateTime)).Zone));

    public static FiscalCalendar Calendar(Model model, DateTimeOffset at) => new(model.Calendar(DateOnly.FromDateTime(at.UtcDateTime)));

    /// <summary>The periods kept up to date: this and the next month and quarter, and the year.</summary>
    public static IReadOnlyList<Period> Kept(FiscalCalendar calendar, DateOnly today)
    {
        var (month, quarter) = (calendar.PeriodOf(PeriodKind.Month, today), calendar.PeriodOf(PeriodKind.Quarter, today));
        return [month, calendar.Next(month), quarter, calendar.Next(quarter), calendar.PeriodOf(PeriodKind.Year, today)];
    }

    public async Task<PersonForecastResult> NowAsync(Model model, FiscalCalendar calendar, string person, Period period, DateOnly today, CancellationToken cancellationToken) =>
        Compute(model, calendar, person, period, today, await deals.NowAsync(person, calendar, period, cancellationToken));

    /// <summary>The model's own time is the time asked about.</summary>
    public async Task<PersonForecastResult> AsOfAsync(Model model, FiscalCalendar calendar, string person, Period period, DateOnly today, CancellationToken cancellationToken) =>
        Compute(model, calendar, person, period, today, await deals.AsOfAsync(person, model, calendar, period, cancellationToken));

    private static PersonForecastResult Compute(Model model, FiscalCalendar calendar, string person, Period period, DateOnly today, PersonDeals found) =>
        PersonForecast.Compute(new PersonForecastInput
        {
            Person = person,
            Period = period,
            AsOf = today,
            Calendar = calendar,
            Terms = PlanTerms.Find(model, person, period, calendar),
            Credits = found.Credits,
            OpenDeals = found.Open,
        });
}
