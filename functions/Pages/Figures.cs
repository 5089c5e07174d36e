using System.Globalization;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Pages;

/// <summary>Numbers and days as people read them.</summary>
internal static class Figures
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>Three digits or more, thousands apart: 1,234 or 12.5 or 0.085.</summary>
    public static string Number(decimal value)
    {
        var digits = Math.Abs(value) switch { >= 100m => 0, >= 10m => 1, >= 1m => 2, _ => 3 };
        return Rounding.HalfAway(value, digits).ToString("#,0.###", Invariant);
    }

    /// <summary>A value with its unit where that is a sign or a currency: 12.5 %, USD 1,234.</summary>
    public static string Value(decimal? value, string? unit) => value switch
    {
        null => "–",
        { } known when unit == "%" => $"{Number(known)}\u00a0%",
        { } known when CurrencyDigits.IsCode(unit) => $"{unit}\u00a0{Number(known)}",
        { } known => Number(known),
    };

    /// <summary>Whole per cent, cut: 99.9 is not 100.</summary>
    public static string Percent(decimal? percent) => percent is { } known ? $"{Math.Floor(known).ToString("0", Invariant)}\u00a0%" : "–";

    /// <summary>A probability from 0 to 1.</summary>
    public static string Chance(decimal? probability) => probability switch
    {
        null => "–",
        > 0m and < 0.01m => "under 1\u00a0%",
        < 1m and > 0.99m => "over 99\u00a0%",
        { } known => $"{Rounding.HalfAway(known * 100m, 0).ToString("0", Invariant)}\u00a0%",
    };

    /// <summary>An amount with its currency, whole from 100 on.</summary>
    public static string Money(Money money) => $"{money.Currency}\u00a0{Number(money.Amount)}";

    /// <summary>27 Nov 2026.</summary>
    public static string Date(DateOnly day) => day.ToString("d MMM yyyy", Invariant);

    public static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count.ToString("#,0", Invariant)} {many}";

    /// <summary>Monday 23 November.</summary>
    public static string Day(DateOnly day) => day.ToString("dddd d MMMM", Invariant);

    /// <summary>2026-11-23 06:00 UTC.</summary>
    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", Invariant);

    /// <summary>Tue 3 Nov, 14:05, in a zone that is said elsewhere.</summary>
    public static string Local(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString("ddd d MMM, HH:mm", Invariant);

    /// <summary>16–22 November 2026, or with both months and years where they differ.</summary>
    public static string Days(DateOnly first, DateOnly last) => (first.Year == last.Year, first.Month == last.Month) switch
    {
        (true, true) => $"{first.Day}–{last.ToString("d MMMM yyyy", Invariant)}",
        (true, false) => $"{first.ToString("d MMMM", Invariant)} – {last.ToString("d MMMM yyyy", Invariant)}",
        _ => $"{first.ToString("d MMMM yyyy", Invariant)} – {last.ToString("d MMMM yyyy", Invariant)}",
    };

    /// <summary>A period's name: week 47, November 2026 (where a fiscal month is one of the calendar), Q4 2026.</summary>
    public static string Name(Period period) => period.Kind switch
    {
        PeriodKind.Week => $"week {period.Id[6..].TrimStart('0')}",
        PeriodKind.Month when period.Start.Day == 1 && period.End == period.Start.AddMonths(1) => period.Start.ToString("MMMM yyyy", Invariant),
        PeriodKind.Month or PeriodKind.Year => period.Id,
        _ => $"{period.Id[5..]} {period.Id[..4]}",
    };
}
