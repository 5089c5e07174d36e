using System.Globalization;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Pages;

/// <summary>
/// A metric's numbers as people say them: counts whole, money with its currency, shares in per cent of what they are shares of, durations in days over so many
/// deals.
/// </summary>
/// <param name="metric">The definition; null where none is known any more.</param>
internal sealed class Measured(Metric? metric)
{
    private readonly string kind = metric?.Measure.Kind ?? "";

    /// <summary>Less is better.</summary>
    public bool IsLower { get; } = metric?.Direction == "lowerIsBetter";

    /// <summary>Days of deals.</summary>
    public bool IsDuration => kind == MetricKinds.Duration;

    private bool IsWhole => kind is MetricKinds.Count or MetricKinds.Distinct or MetricKinds.Replied;

    private string? Unit => metric?.Unit;

    /// <summary>A value: 42, USD 1,234, 62 %, 37.3 days.</summary>
    /// <param name="value">In the metric's unit.</param>
    /// <param name="target">What it is compared with: a quotient without a unit is a share where no more than 1 of 1 is expected.</param>
    public string Value(decimal? value, decimal? target = null) => value switch
    {
        null => "–",
        { } known when Share(target ?? known) is { } factor => $"{Tenths(known * factor)}\u00a0%",
        { } known when kind == MetricKinds.Duration => $"{Tenths(known)}\u00a0{(Tenths(known) == "1" ? "day" : "days")}",
        { } known when IsWhole => Rounding.HalfAway(known, 0).ToString("#,0", CultureInfo.InvariantCulture),
        { } known => Figures.Value(known, Unit),
    };

    /// <summary>A value with what it is of: 62 % of 48, 37.3 days over 20 deals.</summary>
    public string Made(decimal? value, decimal? denominator, decimal? target = null) => value is null || denominator is not { } below ? Value(value, target)
        : kind == MetricKinds.Duration ? $"{Value(value)} over {Figures.Count((int)Math.Clamp(below, 0m, int.MaxValue), "deal", "deals")}"
        : kind is MetricKinds.Ratio or MetricKinds.Conversion ? $"{Value(value, target)} of {Figures.Number(below)}"
        : Value(value, target);

    /// <summary>What is expected: of counts the whole number that suffices.</summary>
    public string Target(decimal? target) => target is { } known && IsWhole ? Figures.Number(Enough(known)) : Value(target, target);

    /// <summary>A value against what is expected: 42 of 60, 62 % of 48, 70 % expected.</summary>
    public string Against(decimal? value, decimal? denominator, decimal? target, bool isPace) => Against(value, denominator, target, Target(target), isPace);

    /// <summary>
    /// Several people's together with what that attains. The target stands as it is, so that the share can be worked out: 5 of 7.69 expected by now (65 %), or
    /// 21 of 12 expected by now (150 %, the most that counts).
    /// </summary>
    public string Together(decimal value, decimal? denominator, decimal? target, bool isPace, decimal? attainment)
    {
        var words = Against(value, denominator, target, target is { } known && IsWhole ? Figures.Number(known) : Target(target), isPace);
        return attainment is { } attained ? $"{words} ({Figures.Percent(attained)}{(IsCut(value, target, attained) ? ", the most that counts" : "")})" : words;
    }

    /// <summary>How far that is off: 18 short, 8 points short, USD 15,750 short, 16 days too long. Empty when it is not.</summary>
    public string Gap(decimal? value, decimal? target, decimal? missing)
    {
        var off = IsWhole && value is { } known && target is { } expected ? (IsLower ? known - Enough(expected) : Enough(expected) - known) : missing;
        return off is null or <= 0m ? "" : $"{Amount(off.Value, target)} {Side(target)}";
    }

    /// <summary>A rate: whole where it can be, 1.5 a day.</summary>
    public string Rate(decimal rate) => IsWhole ? Tenths(rate < 10m ? Math.Ceiling(rate * 10m) / 10m : Math.Ceiling(rate)) : Figures.Value(rate, Unit);

    private string Against(decimal? value, decimal? denominator, decimal? target, string expected, bool isPace) => target is null ? Made(value, denominator)
        : IsQuotient ? $"{Made(value, denominator, target)}, {expected} {(IsLower ? "at most" : "expected")}"
        : $"{Bare(value, target)} {(IsLower ? "against" : "of")} {expected}{(isPace ? " expected by now" : "")}";

    /// <summary>More was attained, by a per cent at least, than counts.</summary>
    private bool IsCut(decimal value, decimal? target, decimal attained) => target is > 0m and var expected && value > 0m
        && (IsLower ? expected >= (attained + 1m) / 100m * value : value >= (attained + 1m) / 100m * expected);

    private bool IsQuotient => kind is MetricKinds.Ratio or MetricKinds.Conversion or MetricKinds.Duration;

    /// <summary>What turns a value into per cent; null for what is no share.</summary>
    private decimal? Share(decimal reference) => kind is not (MetricKinds.Ratio or MetricKinds.Conversion) ? null
        : Unit == "%" ? 1m
        : kind == MetricKinds.Conversion || (string.IsNullOrEmpty(Unit) && Math.Abs(reference) <= 1m) ? 100m
        : null;

    private string Bare(decimal? value, decimal? target) => value is { } known && CurrencyDigits.IsCode(Unit) ? Figures.Number(known) : Value(value, target);

    private string Amount(decimal off, decimal? target) => Share(target ?? off) is { } factor ? $"{Tenths(off * factor)} {(Tenths(off * factor) == "1" ? "point" : "points")}" : Value(off);

    private string Side(decimal? target) => target is null ? "outside the range" : !IsLower ? "short" : kind == MetricKinds.Duration ? "too long" : "too much";

    private decimal Enough(decimal target) => IsLower ? Math.Floor(target) : Math.Ceiling(target);

    private static string Tenths(decimal value) => Rounding.HalfAway(value, 1).ToString("#,0.#", CultureInfo.InvariantCulture);
}
