using System.Diagnostics;
using SalesPerf.Simulation.Checks;
using SalesPerf.Simulation.Engine;
using SalesPerf.Simulation.Feed;

namespace SalesPerf.Simulation;

/// <summary>
/// One seed: a story told with everything that goes wrong, and told once more in order on an instance to which nothing happens. Both must end the same.
/// </summary>
internal sealed class SeedRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(30);

    private static readonly DateTimeOffset Midday = Organisation.Start.AddHours(8.5);

    private readonly World world;
    private readonly World calm;
    private readonly Story story;

    private SeedRun(long seed, IReadOnlySet<string> omitted, Action<string>? print)
    {
        var chance = new Chance(seed);
        story = Story.Of(chance, omitted);
        world = new World(Organisation.Start, chance, new Faults(chance, omitted), Organisation.Documents(), print) { Lateness = 60 };
        calm = Calm.World(Organisation.Documents(), Organisation.Start);
    }

    public static SeedResult Of(long seed, IReadOnlySet<string>? omitted = null, Action<string>? print = null)
    {
        // What awaits is to go on where the run says, and nowhere else.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var run = new SeedRun(seed, omitted ?? new HashSet<string>(), print);
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
            Tell();
            Both("when the feed has ended", withRollups: false);
            ReadCards(world);
            ReadCards(calm);
            Both("when every month was read", withRollups: true);
            Nights();
            Both("after three nights", withRollups: true);
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

    private void Tell()
    {
        Do(world, senders => senders.RunAsync());
        world.Time.JumpTo(Midday);
        Do(calm, senders => senders.RunInOrderAsync());
        calm.Time.JumpTo(Midday);
    }

    /// <summary>Whoever reads a month counts it again where that is due.</summary>
    private void ReadCards(World one)
    {
        var wasCalm = one.Faults.IsCalm;
        one.Faults.IsCalm = true;
        Do(one, async senders =>
        {
            foreach (var person in story.Owners.Keys)
            {
                foreach (var period in new[] { "2026-10", "2026-11" })
                {
                    await senders.DoAsync(new Request("GetScorecard", person, "", Query: $"?period={period}"), "reads");
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
            }
        }
    }

    /// <summary>Fires it at a time, and once more where it failed: its host does so too.</summary>
    private void Fire(World one, string timer, DateTime at)
    {
        one.Time.JumpTo(new DateTimeOffset(at, TimeSpan.Zero));
        Do(one, async _ =>
        {
            while (one.Any(timer) is not { } instance || !await one.FireAsync(instance, timer))
            {
                await Task.Delay(TimeSpan.FromSeconds(30), one.Time);
            }
        });
    }

    private void Do(World one, Func<Senders, Task> act)
    {
        var work = one.Turns.Start(() => act(new Senders(one, story)));
        one.RunUntilQuiet(() => work.IsCompleted, Patience);
        for (var tries = 0; one.Broker.Dead.Count > 0 && tries < 96; tries++)
        {
            var redrive = one.Turns.Start(async () => _ = one.Any("redrive") is { } instance && await one.FireAsync(instance, "RedriveDeadLetters"));
            one.RunUntilQuiet(() => redrive.IsCompleted, Patience);
        }

        work.GetAwaiter().GetResult();
    }

    private void Both(string when, bool withRollups)
    {
        Debug.Assert(calm.Faults.IsCalm);
        Invariants.Check(when + ", without faults", calm, story);
        Invariants.Check(when, world, story);
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
