using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Tests.Values;

public class FractionTests
{
    [Fact]
    public void Arithmetic_Thirds_AreExact()
    {
        var third = (Fraction)1 / 3;

        Assert.Equal((Fraction)1m, third + third + third);
        Assert.Equal((Fraction)0m, third - third);
        Assert.Equal((Fraction)2.0m / 6.00m, third);
        Assert.Equal(default, (Fraction)0m);
        Assert.True(third < 0.3333333333333333333333333334m && third > 0.3333333333333333333333333333m);
        Assert.Throws<DivideByZeroException>(() => third / 0);
    }

    [Theory]
    [InlineData(2, 3, 6, "0.666667")]
    [InlineData(-2, 3, 6, "-0.666667")]
    [InlineData(5, 2, 0, "3")] // half away from zero
    [InlineData(-5, 2, 0, "-3")]
    [InlineData(1, -4, 1, "-0.3")]
    [InlineData(66, 1, 6, "66")]
    [InlineData(999999, 1000000, 3, "1")]
    public void Rounded_IsHalfAwayFromZero(int above, int below, int digits, string expected) =>
        Assert.Equal(expected, ((Fraction)above / below).Rounded(digits).ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void Of_AnyDecimal_IsThatDecimal() => Prop.ForAll(
        ArbMap.Default.ArbFor<decimal>(),
        ArbMap.Default.ArbFor<decimal>(),
        (one, other) => ((Fraction)one).CompareTo(other) == one.CompareTo(other) && ((Fraction)one == other) == (one == other) && (Math.Abs(one) > 1_000_000m || ((Fraction)one).Rounded(20) == Math.Round(one, 20, MidpointRounding.AwayFromZero))).QuickCheckThrowOnFailure();

    [Fact]
    public void Multiplying_WhatWasDivided_GivesItBack() => Prop.ForAll(
        ArbMap.Default.ArbFor<decimal>(),
        ArbMap.Default.ArbFor<decimal>().Filter(divisor => divisor != 0m),
        (value, divisor) => (Fraction)value / divisor * divisor == value && ((Fraction)value + divisor) - divisor == value).QuickCheckThrowOnFailure();
}
