using System.Text.Json.Nodes;
using SalesPerf.Simulation.Engine;
using SalesPerf.Simulation.Feed;

namespace SalesPerf.Simulation.Checks;

/// <summary>Counts the events again by itself, knowing nothing of the app, and looks whether the app says the same.</summary>
internal static class Oracle
{
    /// <exception cref="BrokenInvariantException">It says something else.</exception>
    public static void Check(World world, Story story)
    {
        foreach (var (person, owners) in story.End.Owners)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(Organisation.Zones[person]);
            var calls = story.Events.Concat(story.Ahead)
                .Where(one => one.Type == "call.completed" && TimeZoneInfo.ConvertTime(one.At, zone).Month == 11)
                .Select(one => JsonNode.Parse(one.Data)!.AsObject()) // our own JSON
                .Where(data => owners.Contains(data["owner"]!.GetValue<string>()))
                .ToList();
            var stored = world.Documents.Read($"rep~{person}", "scorecard~2026-11") ?? throw new BrokenInvariantException($"{person} has no scorecard of November.");
            var card = JsonNode.Parse(stored.Body.Span)!; // bodies are never null
            Same(person, "calls", calls.Count, card);
            Same(person, "accounts", calls.Select(data => data["account"]!.GetValue<string>()).Distinct().Count(), card);
        }
    }

    private static void Same(string person, string metric, int expected, JsonNode card)
    {
        var cell = card["metrics"]?.AsArray().FirstOrDefault(one => one!["metric"]!.GetValue<string>() == metric);
        var value = cell?["value"]?.GetValue<string>() ?? "0";
        Invariants.Require(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture) == expected, () => $"{person} has {expected} {metric} in November, and the scorecard says {value}.");
    }
}
