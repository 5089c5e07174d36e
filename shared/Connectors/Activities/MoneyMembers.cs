using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;

namespace SalesPerf.Connectors.Activities;

/// <summary>The members <c>amount</c> and <c>currency</c>: amount is a number, a decimal text, or {amount, currency}.</summary>
/// <param name="HasAmount">True when amount was given, null included.</param>
/// <param name="Amount">The amount.</param>
/// <param name="HasCurrency">True when a currency was given, null included.</param>
/// <param name="Currency">Three upper-case letters.</param>
internal readonly record struct MoneyMembers(bool HasAmount, decimal? Amount, bool HasCurrency, string? Currency)
{
    private const string AmountName = "amount";
    private const string CurrencyName = "currency";

    public static MoneyMembers Take(JsonMembers members)
    {
        var (hasAmount, hasCurrency) = (members.Has(AmountName), members.Has(CurrencyName));
        var currency = TakeCurrency(members);
        if (members.TakeValue(AmountName) is not { } value)
        {
            return new MoneyMembers(hasAmount, null, hasCurrency, currency);
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return new MoneyMembers(true, Decimal(members, AmountName, value), hasCurrency, currency);
        }

        var money = members.Inside(AmountName, value);
        var amount = money.TakeValue(AmountName) is { } inner ? Decimal(money, AmountName, inner) : null;
        var innerCurrency = TakeCurrency(money);
        if (!value.TryGetProperty(AmountName, out _) || !value.TryGetProperty(CurrencyName, out _) || money.Rest.Count > 0)
        {
            members.Problem(AmountName, "Money is an object of amount and currency.");
        }

        if (hasCurrency && currency != innerCurrency)
        {
            members.Problem(CurrencyName, "It differs from the amount's own currency.");
        }

        return new MoneyMembers(true, amount, true, innerCurrency);
    }

    /// <summary>The number, exact; null when it is wrong, which is reported.</summary>
    public static decimal? Decimal(JsonMembers members, string name, JsonElement value)
    {
        string? problem = "A decimal number is expected.";
        var number = JsonText.Scalar(value) is { } text ? DecimalText.Parse(text, out problem) : null;
        if (number is null)
        {
            members.Problem(name, problem!);
        }

        return number;
    }

    private static string? TakeCurrency(JsonMembers members)
    {
        if (members.TakeValue(CurrencyName) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && IsCurrency(value.GetString()!))
        {
            return value.GetString();
        }

        members.Problem(CurrencyName, "Three upper-case letters of ISO 4217 are expected.");
        return null;
    }

    public static bool IsCurrency(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);
}
