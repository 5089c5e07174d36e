using System.Globalization;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Commissions;

/// <summary>Makes a person's forecast of a period from what is stored: now, or as it was known at some time.</summary>
public sealed class MakeForecast(ReadPersonDeals deals)
{
    private readonly KnownTerms terms = new();

    /// <summary>
    /// The periods kept up to date: this and the next month and quarter, the year, and the month, quarter and year before, whose deals and plans may still
    /// be heard of.
    /// </summary>
    public static IReadOnlyList<Period> Kept(FiscalCalendar calendar, DateOnly today)
    {
        var month = calendar.PeriodOf(PeriodKind.Month, today);
        var quarter = calendar.PeriodOf(PeriodKind.Quarter, today);
        var year = calendar.PeriodOf(PeriodKind.Year, today);
        return [month, calendar.Next(month), quarter, calendar.Next(quarter), year, calendar.Previous(month), calendar.Previous(quarter), calendar.Previous(year)];
    }

    /// <summary>Whom a run forecasts: everybody employed on some day of the periods kept up to date, as a leaver's deals still count for them; by id.</summary>
    public static IReadOnlyList<string> People(Model model, FiscalCalendar calendar, DateOnly today) =>
        model.EmployedDuring(Kept(calendar, today).Min(period => period.Start), today);

    /// <summary>One reading for all of the periods.</summary>
    public async Task<ForecastMaterial> ReadAsync(Model model, FiscalCalendar calendar, string person, IReadOnlyList<Period> periods, DateOnly today, CancellationToken cancellationToken) =>
        new(terms, model, calendar, person, today, await deals.NowAsync(person, calendar, periods, cancellationToken));

    /// <summary>The model's own time is the time asked about.</summary>
    public async Task<PersonForecastResult> AsOfAsync(Model model, FiscalCalendar calendar, string person, Period period, DateOnly today, CancellationToken cancellationToken) =>
        new ForecastMaterial(terms, model, calendar, person, today, await deals.AsOfAsync(person, model, calendar, period, cancellationToken)).Compute(period);
}

/// <summary>Everything that a person's forecasts are made from, read once.</summary>
public sealed class ForecastMaterial(KnownTerms known, Model model, FiscalCalendar calendar, string person, DateOnly today, PersonDeals found)
{
    /// <summary>To be raised when forecasts come to be computed or kept in another way: those that are stored are then made anew.</summary>
    private const string Form = "2";

    /// <summary>
    /// Names the material of a period: equal names give equal forecasts, and nothing need be computed. Once a period is over, days make no difference to it,
    /// nor do open deals.
    /// </summary>
    public string Fingerprint(Period period)
    {
        var year = calendar.PeriodOf(PeriodKind.Year, period.Start);
        var isOver = today >= period.End;
        return Domain.Values.Fingerprint.Of(
            [
                Form,
                Text(isOver ? period.End : today),
                Days(period, year),
                Terms(period, year).Name,
                .. found.Revisions
                    .Where(revision => year.Start <= revision.Date && revision.Date < period.End && !(isOver && revision.IsOpen))
                    .Select(revision => revision.Name),
            ]);
    }

    public PersonForecastResult Compute(Period period) => PersonForecast.Compute(new PersonForecastInput
    {
        Person = person,
        Period = period,
        AsOf = today,
        Calendar = calendar,
        Terms = Terms(period, calendar.PeriodOf(PeriodKind.Year, period.Start)).Terms,
        Credits = found.Credits,
        OpenDeals = found.Open,
    });

    private FoundTerms Terms(Period period, Period year) => known.Of(model, person, Days(period, year), () => PlanTerms.Find(model, person, period, calendar));

    /// <summary>The period's days, and those on which the months before and in it begin.</summary>
    private string Days(Period period, Period year) =>
        $"{period.Id}={Text(period.Start)}-{Text(period.End)} {string.Join(' ', calendar.PeriodsOf(PeriodKind.Month, year.Start, period.End).Select(month => Text(month.Start)))}";

    private static string Text(DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture);
}
