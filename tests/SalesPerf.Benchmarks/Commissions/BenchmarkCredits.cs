using System.Globalization;
using SalesPerf.Domain.Deals;

namespace SalesPerf.Benchmarks.Commissions;

/// <summary>Credits of many people, eight a person and quarter, whose totals run through all tiers.</summary>
internal static class BenchmarkCredits
{
    public const int EachPerson = 8;

    public static decimal AmountOf(int number) => 1_000m + (number * 7_919L % 6_000_000 / 100m);

    public static List<Credit[]> Of(int count, int eachPerson = EachPerson) => [.. Enumerable.Range(0, count).Chunk(eachPerson).Select(numbers => numbers.Select(number => new Credit
    {
        Source = "crm",
        Deal = string.Create(CultureInfo.InvariantCulture, $"d{number:0000000}"),
        Event = "won",
        Date = new DateOnly(2026, 10, 1).AddDays(number % EachPerson),
        Amount = AmountOf(number),
    }).ToArray())];

    /// <summary>A person's total after each of their credits.</summary>
    public static decimal[] Totals(int count)
    {
        var totals = new decimal[count];
        for (var i = 0; i < count; i++)
        {
            totals[i] = AmountOf(i) + (i % EachPerson == 0 ? 0m : totals[i - 1]);
        }

        return totals;
    }
}
