using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Tests.Text;

public sealed class DecimalTextTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0.00", "0")]
    [InlineData("60000", "60000")]
    [InlineData("60000.50", "60000.5")]
    [InlineData("-1234.56789012", "-1234.56789012")]
    [InlineData("999999999999999.99999999", "999999999999999.99999999")]
    [InlineData("1.5e3", "1500")]
    [InlineData("15E-1", "1.5")]
    [InlineData("0.0000001e+7", "1")]
    [InlineData("1e14", "100000000000000")]
    [InlineData("000012", "12")]
    [InlineData("9007199254740993", null)]
    [InlineData("900719925474099.3", "900719925474099.3")]
    [InlineData("1000000000000000", null)]
    [InlineData("1e15", null)]
    [InlineData("1e400", null)]
    [InlineData("0e400", null)]
    [InlineData("1e-400", null)]
    [InlineData("1e99999999999999999999", null)]
    [InlineData("1.0123456789", null)]
    [InlineData("1.0000000000", null)]
    [InlineData("0.0000000000", null)]
    [InlineData("1e-9", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("", null)]
    [InlineData("-", null)]
    [InlineData("+1", null)]
    [InlineData("1.", null)]
    [InlineData(".5", null)]
    [InlineData("1,000", null)]
    [InlineData("1e", null)]
    [InlineData("1e+", null)]
    [InlineData(" 1", null)]
    [InlineData("0x10", null)]
    [InlineData("\u0661", null)]
    public void Parse_WrittenNumber_IsExactOrRefused(string text, string? expected)
    {
        var value = DecimalText.Parse(text, out var problem);
        Assert.Equal(expected, value is { } number ? CanonicalText.Of(number) : null);
        Assert.Equal(expected is null, problem is not null);
    }

    [Fact]
    public void Parse_MillionDigits_IsRefused() =>
        Assert.Null(DecimalText.Parse(new string('1', 1_000_000), out _));

    [Theory]
    [InlineData("0.59999999999999997779553950749686919152736663818359375", "0.6")]
    [InlineData("0.200000000000000011102230246251565404236316680908203125", "0.2")]
    [InlineData("1234.560000000000002", "1234.56")]
    [InlineData("0.123456785000000001", "0.12345679")]
    [InlineData("-0.123456785000000001", "-0.12345679")]
    [InlineData("0.0000000000000000001234567890123456", "0")]
    [InlineData("1.0123456789", null)]
    [InlineData("12.5", "12.5")]
    public void ParseRounded_PrintedDouble_LosesItsNoiseAndNothingElse(string text, string? expected)
    {
        var value = DecimalText.ParseRounded(text, out _);
        Assert.Equal(expected, value is { } number ? CanonicalText.Of(number) : null);
    }

    [Fact]
    public void Parse_AnyCanonicalDecimalInRange_ComesBackUnchanged() =>
        Prop.ForAll<long, byte>((units, scale) =>
        {
            // At most 15 digits before the point and 8 after it.
            var number = new decimal(units % 1_000_000_000_000_000) / (decimal)Math.Pow(10, scale % 9);
            var text = CanonicalText.Of(number);
            return DecimalText.Parse(text, out _) == number
                && CanonicalText.Of(DecimalText.Parse(text, out _)!.Value) == text
                && decimal.Parse(text, CultureInfo.InvariantCulture) == number;
        }).QuickCheckThrowOnFailure();
}
