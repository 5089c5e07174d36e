using System.Globalization;
using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Commissions;

/// <summary>A credit rule's filter, made ready: conditions on the deal (and its product line), on whoever is credited, and on days.</summary>
internal static class CreditTest
{
    /// <summary>Fields that are not the deal's.</summary>
    public static readonly IReadOnlyList<string> OwnFields = ["person.id", "person.role", "person.team", "creditDate", "bookingDate", "event"];

    /// <summary>Null for no filter.</summary>
    /// <param name="filter">Valid.</param>
    /// <param name="person">Who is credited where the line does not say.</param>
    /// <param name="currency">The plan's.</param>
    public static Func<CreditLine, bool>? Of(CreditFilter? filter, string? person, string currency)
    {
        if (filter is null)
        {
            return null;
        }

        if (filter.All is { } all)
        {
            var tests = all.Select(part => Of(part, person, currency)!).ToArray();
            return line => Array.TrueForAll(tests, test => test(line));
        }

        if (filter.Any is { } any)
        {
            var tests = any.Select(part => Of(part, person, currency)!).ToArray();
            return line => Array.Exists(tests, test => test(line));
        }

        var (field, op) = (filter.Field!, filter.Op!);
        if (IsDay(filter.Value) && op is "atLeast" or "above" or "atMost" or "below")
        {
            var value = filter.Value!;
            return line => Text(line, field, person) is { } day && IsDay(day) && Holds(op, string.CompareOrdinal(day, value));
        }

        if (OwnFields.Contains(field))
        {
            return op switch
            {
                "equals" => line => Text(line, field, person) == filter.Value,
                "notEquals" => line => Text(line, field, person) != filter.Value,
                "in" => line => Text(line, field, person) is { } text && filter.Values!.Contains(text),
                "exists" => line => Text(line, field, person) is not null,
                "absent" => line => Text(line, field, person) is null,
                _ => _ => false,
            };
        }

        var condition = new ConditionTest(new MetricCondition(field, op, filter.Value, filter.Values));
        return line => condition.Holds(line.Subject(currency));
    }

    /// <summary>True for a day such as 2026-03-31.</summary>
    public static bool IsDay(string? text) => text is { Length: 10 } && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static bool Holds(string op, int order) => op switch
    {
        "atLeast" => order >= 0,
        "above" => order > 0,
        "atMost" => order <= 0,
        _ => order < 0,
    };

    private static string? Text(CreditLine line, string field, string? person) => field switch
    {
        "person.id" => line.Whose?.Person ?? line.Owner ?? person,
        "person.role" => line.Whose?.Role,
        "person.team" => line.Whose?.Team,
        "creditDate" => Day(line.Date),
        "bookingDate" => Day(line.Booked ?? line.Date),
        "event" => line.Type,
        _ => line.Attributes.GetValueOrDefault(field),
    };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
