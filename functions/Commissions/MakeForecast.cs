using System.Globalization;
using System.Text.Json;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;

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

    /// <summary>One reading for all of the periods.</summary>
    public async Task<ForecastMaterial> ReadAsync(Model model, FiscalCalendar calendar, string person, IReadOnlyList<Period> periods, DateOnly today, CancellationToken cancellationToken) =>
        new(model, calendar, person, today, await deals.NowAsync(person, calendar, periods, cancellationToken));

    /// <summary>The model's own time is the time asked about.</summary>
    public async Task<PersonForecastResult> AsOfAsync(Model model, FiscalCalendar calendar, string person, Period period, DateOnly today, CancellationToken cancellationToken) =>
        new ForecastMaterial(model, calendar, person, today, await deals.AsOfAsync(person, model, calendar, period, cancellationToken)).Compute(period);
}

/// <summary>Everything that a person's forecasts are made from, read once.</summary>
public sealed class ForecastMaterial(Model model, FiscalCalendar calendar, string person, DateOnly today, PersonDeals found)
{
    /// <summary>Names the material of a period: equal names give equal forecasts, and nothing need be computed.</summary>
    public string Fingerprint(Period period) => Domain.Values.Fingerprint.Of(
        [Day(today), period.Id, Day(period.Start), Day(period.End), JsonSerializer.Serialize(Terms(period), TypedDocuments.TypeInfo<IReadOnlyList<PlanTerms>>()), .. found.Revisions]);

    public PersonForecastResult Compute(Period period) => PersonForecast.Compute(new PersonForecastInput
    {
        Person = person,
        Period = period,
        AsOf = today,
        Calendar = calendar,
        Terms = Terms(period),
        Credits = found.Credits,
        OpenDeals = found.Open,
    });

    private static string Day(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    private IReadOnlyList<PlanTerms> Terms(Period period) => PlanTerms.Find(model, person, period, calendar);
}
