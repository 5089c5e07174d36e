using System.Globalization;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Tests.Values;

public sealed class MoneyTests
{
    [Theory]
    [InlineData("0", "USD", "0.00")]
    [InlineData("-0.000", "USD", "0.00")]
    [InlineData("15000", "USD", "15000.00")]
    [InlineData("8425.5", "USD", "8425.50")]
    [InlineData("8425.500", "USD", "8425.50")]
    [InlineData("-0.005", "USD", "-0.005")]
    [InlineData("1234", "JPY", "1234")]
    [InlineData("1234.00", "JPY", "1234")]
    [InlineData("1234.5", "JPY", "1234.5")]
    [InlineData("1.5", "KWD", "1.500")]
    [InlineData("1", "CLF", "1.0000")]
    [InlineData("79228162514264337593543950335", "USD", "79228162514264337593543950335.00")]
    [InlineData("0.0000000000000000000000000001", "USD", "0.0000000000000000000000000001")]
    public void AmountText_AnyAmount_HasTheDigitsOfItsCurrencyAndLosesNothing(string amount, string currency, string text) =>
        Assert.Equal(text, new Money(decimal.Parse(amount, CultureInfo.InvariantCulture), currency).AmountText);
}
