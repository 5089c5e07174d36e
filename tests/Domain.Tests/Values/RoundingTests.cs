using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Tests.Values;

public sealed class RoundingTests
{
    [Theory]
    [InlineData("2.345", 2, "2.35")]
    [InlineData("-2.345", 2, "-2.35")]
    [InlineData("2.5", 0, "3")]
    [InlineData("0.0005", 3, "0.001")]
    [InlineData("5483.870967741935", 2, "5483.87")]
    public void HalfAway_rounds_halves_outwards(string amount, int digits, string rounded) =>
        Assert.Equal(D(rounded), Rounding.HalfAway(D(amount), digits));

    // 800 cents over three equal parties: 266.67 each, cut to 266, two cents missing: the first two by id.
    [Fact]
    public void Parts_that_are_equal_go_by_id()
    {
        Assert.Equal([2.67m, 2.67m, 2.66m], Rounding.Parts(8.00m, [new("a", 8m / 3), new("b", 8m / 3), new("c", 8m / 3)], 2));
        Assert.Equal([2.66m, 2.67m, 2.67m], Rounding.Parts(8.00m, [new("c", 8m / 3), new("b", 8m / 3), new("a", 8m / 3)], 2));
        Assert.Equal([-2.67m, -2.67m, -2.66m], Rounding.Parts(-8.00m, [new("a", -8m / 3), new("b", -8m / 3), new("c", -8m / 3)], 2));
    }

    // 100 yen by 1 : 2 : 4 is 14.29, 28.57, 57.14: cut 14, 28, 57, the missing yen to the largest remainder .57.
    [Fact]
    public void Parts_that_are_missing_go_to_the_largest_remainders() =>
        Assert.Equal([14m, 29m, 57m], Rounding.Parts(100m, [new("a", 100m / 7), new("b", 200m / 7), new("c", 400m / 7)], 0));

    // Unrounded 1.006 and -1.002 sum to 0.004, rounded 0: cut 1.00 and -1.01, one cent missing: remainders .006 and .008, so to the second.
    [Fact]
    public void Parts_of_mixed_sign_sum_to_the_whole() => Assert.Equal([1.00m, -1.00m], Rounding.Parts(0m, [new("a", 1.006m), new("b", -1.002m)], 2));

    [Fact]
    public void Parts_of_nothing_is_empty_or_refused()
    {
        Assert.Empty(Rounding.Parts(0m, [], 2));
        Assert.Throws<ArgumentException>(() => Rounding.Parts(0.01m, [], 2));
    }

    [Fact]
    public void Parts_sum_to_the_whole_whatever_the_order_and_stay_within_a_unit()
    {
        Prop.ForAll(Gen.Choose(-2_000_000, 2_000_000).Select(n => n / 1000m).NonEmptyListOf().ToArbitrary(), Gen.Choose(0, 3).ToArbitrary(), (values, digits) =>
        {
            var parts = values.Select((value, i) => new Part(FormattableString.Invariant($"line-{i}"), value)).ToList();
            var whole = Rounding.HalfAway(parts.Sum(part => part.Value), digits);
            var rounded = Rounding.Parts(whole, parts, digits);
            var reversed = Rounding.Parts(whole, [.. Enumerable.Reverse(parts)], digits);
            var unit = new decimal(1, 0, 0, false, (byte)digits);
            return rounded.Sum() == whole
                && rounded.SequenceEqual(Enumerable.Reverse(reversed))
                && rounded.Zip(values).All(pair => Math.Abs(pair.First - pair.Second) <= unit);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("USD", 2)]
    [InlineData("JPY", 0)]
    [InlineData("KWD", 3)]
    [InlineData("CLF", 4)]
    [InlineData("XYZ", 2)]
    public void CurrencyDigits_follow_iso_4217(string currency, int digits) => Assert.Equal(digits, CurrencyDigits.Of(currency));

    [Theory]
    [InlineData("EUR", true)]
    [InlineData("eur", false)]
    [InlineData("EURO", false)]
    [InlineData("ÄÖÜ", false)]
    [InlineData(null, false)]
    public void CurrencyDigits_codes_are_three_capitals(string? code, bool isCode) => Assert.Equal(isCode, CurrencyDigits.IsCode(code));

    private static decimal D(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
