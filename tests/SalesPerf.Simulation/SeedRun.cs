using System.Diagnostics;
using SalesPerf.Functions;
using SalesPerf.Simulation.Checks;
using SalesPerf.Simulation.Engine;
using SalesPerf.Simulation.Feed;
using SalesPerf.Simulation.Mutants;

namespace SalesPerf.Simulation;

/// <summary>
/// One seed: a story told with everything that goes wrong, and told once more in order on an instance to which nothing happens. Both must end the same.
/// </summary>
internal sealed class SeedRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(30);

    private static readonly TimeSpan GoesWrongFor = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan BetweenParts = TimeSpan.FromHours(2.3);

    private readonly World world;
    private readonly World calm;
    private readonly Story story;
    private int parts;

    private SeedRun(long seed, IReadOnlySet<string> omitted, Mutant? mutant, Action<string>? print)
    {
        var chance = new Chance(seed);
        story = Story.Of(chance, omitted);
        world = new World(Organisation.Start, chance, new Faults(chance, omitted), Organisation.Documents(), print) { Lateness = 20, Mutant = mutant };
        calm = Calm.World(Organisation.Documents(), Organisation.Start);
    }

    public static SeedResult Of(long seed, IReadOnlySet<string>? omitted = null, Mutant? mutant = null, Action<string>? print = null)
    {
        // What awaits is to go on where the run says, and nowhere else.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var run = new SeedRun(seed, omitted ?? new HashSet<string>(), mutant, print);
            var problem = run.Run();
            return new SeedResult(seed, problem, run.world.Faults.Happened, run.story, run.world.Faults.Counts, run.world.Counts, run.world.Trace.Fingerprint);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private string? Run()
    {
        try
        {
            for (var part = 0; part < Story.Parts; part++)
            {
                Tell(part);
                Both($"after part {part + 1}", part, withRollups: false);
            }

            ReadCards(world);
            ReadCards(calm);
            Both("when every month was read", Story.Parts - 1, withRollups: true);
            Nights();
            Both("after three nights", Story.Parts - 1, withRollups: true, isLater: true);
            Invariants.CheckDeliveries(world, calm);
            Oracle.Check(world, story);
            return null;
        }
        catch (BrokenInvariantException broken)
        {
            return broken.Message;
        }
        catch (InvalidOperationException failure)
        {
            return failure.ToString();
        }
    }

    private void Tell(int part)
    {
        var (events, changes, start) = (story.EventsOf(part).Concat(story.OthersOf(part)).ToList(), story.ChangesOf(part), Organisation.Start + (BetweenParts * part));
        foreach (var one in new[] { world, calm })
        {
            one.Time.JumpTo(start);
            var senders = new Senders(one, events, changes);
            if (part == 0)
            {
                one.Deliver(Queues.IngestActivities, "poison", Story.Poison, null);
            }

            Do(one, () => one == calm ? senders.RunInOrderAsync() : senders.RunAsync());
            one.Time.JumpTo(start + BetweenParts);
        }
    }

    /// <summary>Whoever reads a month counts it again where that is due.</summary>
    private void ReadCards(World one)
    {
        var wasCalm = one.Faults.IsCalm;
        one.Faults.IsCalm = true;
        var reader = new Senders(one, [], []);
        Do(one, async () =>
        {
            foreach (var person in story.Owners.Keys)
            {
                foreach (var period in new[] { "2026-10", "2026-11" })
                {
                    await reader.DoAsync(new Request("GetScorecard", person, "", Query: $"?period={period}"), "reads");
                }
            }
        });
        one.Faults.IsCalm = wasCalm;
    }

    private void Nights()
    {
        foreach (var one in new[] { world, calm })
        {
            for (var night = 1; night <= 3; night++)
            {
                Fire(one, "ScheduleEvaluations", Organisation.Start.Date.AddDays(night).AddHours(2));
                Fire(one, "ScheduleForecasts", Organisation.Start.Date.AddDays(night).AddHours(2.5));
                if (night == 2)
                {
                    Fire(one, "ScheduleQuarantine", Story.Later.UtcDateTime);
                }
            }
        }
    }

    /// <summary>Fires it at a time, and once more where it failed: its host does so too.</summary>
    private void Fire(World one, string timer, DateTime at)
    {
        one.Time.JumpTo(new DateTimeOffset(at, TimeSpan.Zero));
        Do(one, async () =>
        {
            while (one.Any(timer) is not { } instance || !await one.FireAsync(instance, timer))
            {
                await Task.Delay(TimeSpan.FromSeconds(30), one.Time);
            }
        });
    }

    private void Do(World one, Func<Task> act)
    {
        // What is wrong must be over on the same day: another day has other numbers.
        var mine = ++parts;
        one.Faults.IsOver = false;
        one.Time.In(GoesWrongFor, () => one.Faults.IsOver |= mine == parts);
        var work = one.Turns.Start(act);
        one.RunUntilQuiet(() => work.IsCompleted, Patience);
        for (var tries = 0; one.Broker.Dead.Count > 0 && tries < 96; tries++)
        {
            var redrive = one.Turns.Start(async () => _ = one.Any("redrive") is { } instance && await one.FireAsync(instance, "RedriveDeadLetters"));
            one.RunUntilQuiet(() => redrive.IsCompleted, Patience);
        }

        work.GetAwaiter().GetResult();
    }

    private void Both(string when, int part, bool withRollups, bool isLater = false)
    {
        Debug.Assert(calm.Faults.IsCalm);
        List<CrmEvent> posted = [.. Story.Before, .. Enumerable.Range(0, part + 1).SelectMany(story.EventsOf), .. isLater ? story.Ahead : []];
        var refused = part >= 2 ? story.Conflicts.Select(one => one.Id).ToList() : [];
        Invariants.Check(when + ", without faults", calm, posted, refused);
        Invariants.Check(when, world, posted, refused);
        Snapshot.Compare(when, Snapshot.Of(calm.Documents, withRollups), Snapshot.Of(world.Documents, withRollups));
    }
}

/// <summary>How a seed ended.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Problem">What does not hold; null when all does.</param>
/// <param name="Faults">What went wrong, by name.</param>
/// <param name="Story">What was told.</param>
/// <param name="FaultCounts">How often each kind of fault happened.</param>
/// <param name="Counts">What was done.</param>
/// <param name="Fingerprint">Of the trace: equal for equal runs.</param>
internal sealed record SeedResult(
    long Seed, string? Problem, IReadOnlyList<string> Faults, Story Story, IReadOnlyDictionary<FaultKind, int> FaultCounts, Counts Counts, string Fingerprint);
