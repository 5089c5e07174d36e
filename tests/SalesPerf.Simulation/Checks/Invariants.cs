using SalesPerf.Domain.Notifications;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.DeadLetters;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Storage;
using SalesPerf.Simulation.Engine;
using SalesPerf.Simulation.Feed;

namespace SalesPerf.Simulation.Checks;

/// <summary>What holds of every run once it is quiet.</summary>
internal static class Invariants
{
    /// <exception cref="BrokenInvariantException">Something does not hold.</exception>
    public static void Check(string when, World world, Story story, int part, bool isLater)
    {
        List<CrmEvent> posted = [.. Story.Before, .. Enumerable.Range(0, part + 1).SelectMany(story.EventsOf), .. isLater ? story.Ahead : []];
        var refused = story.IsLast(part) ? story.Conflicts.Select(one => one.Id).ToList() : [];
        Require(world.Failures.Count == 0, () => $"{when}: {world.Failures[0]}");
        Require(world.Broker.Dead.Count == 0, () => $"{when}: dead letter {world.Broker.Dead[0].Message.Body}: {world.Broker.Dead[0].Reason}");

        var documents = world.Documents.All.ToList();
        var events = documents.Where(document => document.Kind is ActivityDocuments.Kind or ActivityDocuments.ChangeKind).Select(document => document.Id.Split('~')[1]).ToList();
        var missing = posted.Select(one => one.Id).Except(events).ToList();
        Require(missing.Count == 0, () => $"{when}: {missing[0]} was acknowledged and is not there.");
        Require(events.Count == posted.Count, () => $"{when}: {events.Count} events are stored of {posted.Count}.");

        var dead = documents.Where(document => document.Kind == DeadDocuments.Kind).Select(document => TypedDocuments.Open<DeadDocument>(document).Value).ToList();
        var buried = dead.Select(one => one.Key).OfType<string>().ToHashSet();
        Require(buried.SetEquals(refused), () => $"{when}: refused are {string.Join(' ', refused)}, and dead {string.Join(' ', buried)}.");
        var unreadable = dead.Count(one => one.Body == Story.Poison);
        Require(unreadable == 1, () => $"{when}: what nobody can read is dead {unreadable} times.");
        Require(dead.Select(one => one.Id).Distinct().Count() == dead.Count, () => $"{when}: something is dead twice.");

        var pending = documents.FirstOrDefault(document => document.Kind == "pending");
        Require(pending is null, () => $"{when}: {pending!.Pk} still has {pending.Id}.");

        var announced = documents.Where(document => document.Kind == "notification").ToLookup(document => document.Pk.StartsWith("feed~", StringComparison.Ordinal));
        var (said, committed) = (announced[true].Select(document => document.Id).ToHashSet(), announced[false].Select(document => document.Id["notification~".Length..]).ToHashSet());
        Require(said.SetEquals(committed), () => $"{when}: {string.Join(' ', committed.Except(said).Concat(said.Except(committed)))} was committed and not announced, or the other way round.");
        var twice = world.Mails.CountBy(mail => mail).FirstOrDefault(mail => mail.Value > 2);
        Require(twice.Key is null, () => $"{when}: {twice.Key} was mailed {twice.Value} times.");
    }

    /// <summary>Whoever was to be told was told once: more only where a process ended between the mail and what is written down of it, and then nobody may know.</summary>
    /// <exception cref="BrokenInvariantException">Something does not hold.</exception>
    public static void CheckDeliveries(World world, CalmRun calm)
    {
        var (wanted, found) = (calm.Deliveries, DeliveriesOf(world));

        // That a digest was sent is announced when it is known.
        var isUnknown = found.Values.Any(delivery => delivery.State == Delivery.Unknown && delivery.Notification.StartsWith("digest-", StringComparison.Ordinal));
        var differs = wanted.Keys.Except(found.Keys).Concat(found.Keys.Except(wanted.Keys)).FirstOrDefault(id => !(isUnknown && id.Contains("~digest-sent-", StringComparison.Ordinal)));
        Require(differs is null, () => $"{differs} is told in one run and not in the other.");
        foreach (var (id, delivery) in found)
        {
            Require(delivery.State is Delivery.Sent or Delivery.Unknown, () => $"{id} ended as {delivery.State}: {delivery.Reason}");
        }

        var unsent = calm.Mails.Except(world.Mails).Count() - Count(DeliveryChannels.Email, Delivery.Unknown);
        Require(unsent <= 0, () => $"{unsent} mails were never sent.");
        var posts = world.Posts.CountBy(id => id).ToDictionary();
        Require(posts.Count >= Count(DeliveryChannels.Webhooks, Delivery.Sent), () => $"{posts.Count} webhooks arrived of {Count(DeliveryChannels.Webhooks, Delivery.Sent)} that are said to be sent.");
        Require(posts.Keys.All(id => id.IndexOf(',', StringComparison.Ordinal) < 0), () => posts.Keys.First(id => id.Contains(',', StringComparison.Ordinal)));
        Require(posts.Values.All(count => count <= 2), () => $"{posts.First(post => post.Value > 2)} was posted more than twice.");

        int Count(string channel, string state) => found.Values.Count(delivery => delivery.Channel == channel && delivery.State == state);
    }

    public static Dictionary<string, Delivery> DeliveriesOf(World world) => world.Documents.All
        .Where(document => document.Kind == Deliveries.Kind)
        .ToDictionary(document => document.Id, document => TypedDocuments.Open<Delivery>(document).Value, StringComparer.Ordinal);

    public static void Require(bool holds, Func<string> problem)
    {
        if (!holds)
        {
            throw new BrokenInvariantException(problem());
        }
    }
}
