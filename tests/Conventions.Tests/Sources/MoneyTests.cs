using System.Reflection;
using SalesPerf.Domain.Values;

namespace SalesPerf.Conventions.Tests.Sources;

/// <summary>Money, quotas, rates and balances are decimal: a binary fraction loses cents.</summary>
public sealed class MoneyTests
{
    private static readonly string[] MoneyWords =
        ["amount", "price", "commission", "earned", "quota", "payable", "payout", "salary", "credit", "rate", "balance", "revenue", "margin", "draw"];

    private static readonly string[] NotMoney = ["probability", "likelihood", "iterate", "generate", "operat"];

    [Theory]
    [InlineData("SalesPerf.Domain")]
    [InlineData("SalesPerf.Contracts")]
    public void Given_our_types_when_their_members_are_read_then_no_money_is_a_binary_fraction(string assembly) =>
        Assert.Equal("", string.Join('\n', BinaryMoney(Assembly.Load(assembly).GetTypes())));

    [Fact]
    public void Given_a_type_with_binary_money_when_its_members_are_read_then_they_are_named() =>
        Assert.Equal(
            ["BinaryStatement.EarnedByMonth", "BinaryStatement.QuotaAmount"],
            BinaryMoney([typeof(BinaryStatement)]));

    private static string[] BinaryMoney(IEnumerable<Type> types) =>
    [
        .. (from type in types
            where !type.Name.StartsWith('<')
            from property in type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where IsBinary(property.PropertyType) && IsMoney(property.Name)
            select $"{type.Name}.{property.Name}").Order(StringComparer.Ordinal),
    ];

    private static bool IsMoney(string name) =>
        MoneyWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))
        && !NotMoney.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static bool IsBinary(Type type) =>
        type == typeof(double) || type == typeof(float) || (type.IsArray && IsBinary(type.GetElementType() ?? typeof(object)))
        || (type.IsGenericType && type.GetGenericArguments().Any(IsBinary));

    private sealed record BinaryStatement(double QuotaAmount, IReadOnlyList<double?> EarnedByMonth, double ProbabilityOfQuota, decimal Payout, Money? Credit);
}
