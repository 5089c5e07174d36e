using System.Text.Json.Nodes;
using SalesPerf.Simulation.Engine;
using SalesPerf.Simulation.Feed;

namespace SalesPerf.Simulation.Checks;

/// <summary>Asks as a rep and as a manager: whatever happened, nobody is shown what is somebody else's.</summary>
internal static class Visibility
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <exception cref="BrokenInvariantException">Somebody sees too much, or not what is theirs.</exception>
    public static void Check(World world, Story story)
    {
        world.Faults.IsCalm = true;
        var work = world.Turns.Start(async () =>
        {
            foreach (var (asker, theirs) in new[] { ("ann", (string[])["ann"]), ("mia", [.. story.End.Teams.Where(one => one.Value == "sales").Select(one => one.Key)]) })
            {
                foreach (var person in story.End.People)
                {
                    await OneAsync(world, asker, person, theirs.Contains(person), new Request("GetScorecard", person, "", Query: "?period=2026-11"));
                    await OneAsync(world, asker, person, theirs.Contains(person), new Request("GetForecast", null, "", Query: $"?period=2026-Q4&person={person}"));
                    await OneAsync(world, asker, person, theirs.Contains(person), new Request("GetNotifications", null, "", Query: $"?from=2026-11-20&to=2026-11-30&person={person}"));
                }

                await AllAsync(world, asker, theirs, "personId", new Request("GetForecast", null, "", Query: "?period=2026-Q4"));
                await AllAsync(world, asker, [.. theirs, asker], "person", new Request("GetNotifications", null, "", Query: "?from=2026-11-20&to=2026-11-30"));
            }
        });
        world.RunUntilQuiet(() => work.IsCompleted, Patience);
        work.GetAwaiter().GetResult();
    }

    private static async Task OneAsync(World world, string asker, string person, bool isTheirs, Request request)
    {
        var answer = await AskAsync(world, asker, request);
        var isRight = isTheirs ? answer.IsSuccess : answer.Status is 403 or 404;
        Invariants.Require(isRight, () => $"{asker} asks for {request.Function} of {person} and is answered {answer.Status}: {answer.Text}");
    }

    private static async Task AllAsync(World world, string asker, string[] theirs, string member, Request request)
    {
        var answer = await AskAsync(world, asker, request);
        var shown = JsonNode.Parse(answer.Text)?["items"]?.AsArray().Select(item => (string?)item?[member] ?? "nobody").Distinct().ToList();
        Invariants.Require(answer.IsSuccess && shown is not null && !shown.Except(theirs).Any(), () => $"{asker} asks for {request.Function} and is shown {string.Join(' ', shown ?? [])}: {answer.Status}");
    }

    private static async Task<Answer> AskAsync(World world, string asker, Request request) =>
        world.Any(asker) is { } instance && await world.AskAsync(instance, request with { Key = Organisation.KeyOf(asker) }) is { } answer
            ? answer
            : throw new BrokenInvariantException($"Nobody answers {asker}.");
}
