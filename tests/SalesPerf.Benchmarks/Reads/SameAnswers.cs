using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;
using SalesPerf.Benchmarks.Feeds;
using SalesPerf.Benchmarks.Measuring;
using SalesPerf.Benchmarks.Ours;

namespace SalesPerf.Benchmarks.Reads;

/// <summary>That ours and PostgreSQL answer the same.</summary>
internal static class SameAnswers
{
    /// <summary>Every person's values of the month: ours as the API answers, theirs from the rollups.</summary>
    public static async Task RequireScorecardsAsync(OurHost ours, NpgsqlDataSource source)
    {
        var month = Month(ours.Clock.GetUtcNow());
        for (var person = 0; person < ActivityFeed.People; person++)
        {
            var card = await ours.GetAsync($"/api/v1/reps/{Organisation.Person(person)}/scorecard?period={month:yyyy-MM}");
            var theirs = await SqlReads.ScorecardAsync(source, SqlReads.FromRollups, ActivityFeed.Owner(person), month);
            Comparison.RequireEqual($"Scorecard of {Organisation.Person(person)}", Line(Values(card)), Line(theirs));
        }
    }

    /// <summary>The first of an instant's month.</summary>
    public static DateOnly Month(DateTimeOffset at) => new(at.UtcDateTime.Year, at.UtcDateTime.Month, 1);

    /// <summary>The id of an instant's week.</summary>
    public static string Week(DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(at.UtcDateTime)}-W{ISOWeek.GetWeekOfYear(at.UtcDateTime):00}");

    /// <summary>By metric, those of zero left out.</summary>
    public static SortedDictionary<string, decimal> Values(JsonNode card) => new(
        card["metrics"]!.AsArray() // a scorecard always has them
            .Select(cell => (Metric: (string)cell!["metric"]!, Value: Number(cell["value"])))
            .Where(cell => cell.Value != 0m && Organisation.Metrics.Contains(cell.Metric))
            .ToDictionary(cell => cell.Metric, cell => cell.Value),
        StringComparer.Ordinal);

    /// <summary>A decimal, which the API writes as text; 0 for null.</summary>
    public static decimal Number(JsonNode? node) => node is null ? 0m : decimal.Parse(node.ToString(), CultureInfo.InvariantCulture);

    public static string Line(IEnumerable<KeyValuePair<string, decimal>> values) =>
        string.Join(", ", values.Select(value => string.Create(CultureInfo.InvariantCulture, $"{value.Key} {value.Value:0.##}")));
}
