using SalesPerf.Functions.Activities;
using SalesPerf.Simulation.Engine;
using SalesPerf.Simulation.Feed;

namespace SalesPerf.Simulation.Checks;

/// <summary>What holds of every run once it is quiet.</summary>
internal static class Invariants
{
    /// <exception cref="BrokenInvariantException">Something does not hold.</exception>
    public static void Check(string when, World world, Story story)
    {
        Require(world.Failures.Count == 0, () => $"{when}: {world.Failures[0]}");
        Require(world.Broker.Dead.Count == 0, () => $"{when}: dead letter {world.Broker.Dead[0].Message.Body}: {world.Broker.Dead[0].Reason}");

        var documents = world.Documents.All.ToList();
        var events = documents.Where(document => document.Kind is ActivityDocuments.Kind or ActivityDocuments.ChangeKind).Select(document => document.Id.Split('~')[1]).ToList();
        var missing = story.Events.Select(one => one.Id).Except(events).ToList();
        Require(missing.Count == 0, () => $"{when}: {missing[0]} was acknowledged and is not there.");
        Require(events.Count == story.Events.Count, () => $"{when}: {events.Count} events are stored of {story.Events.Count}.");

        var pending = documents.FirstOrDefault(document => document.Kind == "pending");
        Require(pending is null, () => $"{when}: {pending!.Pk} still has {pending.Id}.");

        var announced = documents.Where(document => document.Kind == "notification").ToLookup(document => document.Pk.StartsWith("feed~", StringComparison.Ordinal));
        var (said, committed) = (announced[true].Select(document => document.Id).ToHashSet(), announced[false].Select(document => document.Id["notification~".Length..]).ToHashSet());
        Require(said.SetEquals(committed), () => $"{when}: {string.Join(' ', committed.Except(said).Concat(said.Except(committed)))} was committed and not announced, or the other way round.");
        var twice = world.Mails.CountBy(mail => mail).FirstOrDefault(mail => mail.Value > 2);
        Require(twice.Key is null, () => $"{when}: {twice.Key} was mailed {twice.Value} times.");
    }

    public static void Require(bool holds, Func<string> problem)
    {
        if (!holds)
        {
            throw new BrokenInvariantException(problem());
        }
    }
}
