using SalesPerf.Functions;
using SalesPerf.Simulation.Engine;
using SalesPerf.Simulation.Feed;

namespace SalesPerf.Simulation;

/// <summary>Tells a story in a world: part after part, then whoever reads, then nights.</summary>
internal sealed class Telling(World world, Story story)
{
    /// <summary>By then all is quiet, or it never will be: in a slow story, and in others.</summary>
    private static readonly (TimeSpan Slow, TimeSpan Other) Patience = (TimeSpan.FromDays(30), TimeSpan.FromHours(12));

    private static readonly TimeSpan GoesWrongFor = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan MostLate = TimeSpan.FromMinutes(29);

    /// <summary>Seven o'clock for mia, the first time after the start that a week is over.</summary>
    private static readonly DateTime Monday = new(2026, 11, 23, 7, 0, 0);

    private static readonly TimeSpan BetweenParts = TimeSpan.FromHours(2.3);

    /// <summary>In a slow story everything has come by then.</summary>
    public static readonly DateTimeOffset SlowUntil = Organisation.Start.AddDays(4.5);

    private int doings;

    /// <summary>A moment at which all is quiet.</summary>
    /// <param name="when">Names it.</param>
    /// <param name="part">The last part that was told.</param>
    /// <param name="withRollups">Whether all rollups were brought up to date.</param>
    /// <param name="isLater">Whether what lay ahead has happened.</param>
    internal delegate void Look(string when, int part, bool withRollups, bool isLater);

    public void Run(Look look)
    {
        for (var part = 0; part < story.Parts; part++)
        {
            if (story.Close.IsBefore(part))
            {
                Do(() => CloseAsync(Close.October));
            }

            Tell(part);
            if (!story.IsSlow)
            {
                look($"after part {part + 1}", part, withRollups: false, isLater: false);
            }
        }

        world.Time.JumpTo(story.IsSlow ? SlowUntil.AddDays(0.5) : Organisation.Start);
        ReadCards();
        if (!story.IsSlow)
        {
            look("when every month was read", story.Parts - 1, withRollups: true, isLater: false);
        }

        Nights();
        look("after the nights", story.Parts - 1, withRollups: true, isLater: true);
        if (story.Close.Part is not null)
        {
            world.Time.JumpTo(Close.December);
            Do(() => CloseAsync(Close.November));
            look("when November was closed", story.Parts - 1, withRollups: true, isLater: true);
        }
    }

    private async Task CloseAmidAsync()
    {
        await Task.Delay(TimeSpan.FromSeconds(world.Faults.IsCalm ? 0 : world.Chance.About("closes").Of(0.1, 1, 20, 120)), world.Time);
        await CloseAsync(Close.October);
    }

    private Task<Answer> CloseAsync(string month) => new Senders(world, [], []).DoAsync(Close.Of(month), "closes");

    private void Tell(int part)
    {
        var start = Organisation.Start + (BetweenParts * part);
        world.Time.JumpTo(start);
        var senders = new Senders(world, [.. story.EventsOf(part), .. story.OthersOf(part)], story.ChangesOf(part), story.IsSlow);
        if (part == 0)
        {
            world.Deliver(Queues.IngestActivities, "poison", Story.Poison, null);
        }

        Do(() => Task.WhenAll(world.Faults.IsCalm ? senders.RunInOrderAsync() : senders.RunAsync(), story.Close.IsDuring(part) ? CloseAmidAsync() : Task.CompletedTask));
        world.Time.JumpTo(start + BetweenParts);
    }

    /// <summary>Whoever reads a month counts it again where that is due.</summary>
    private void ReadCards()
    {
        var wasCalm = world.Faults.IsCalm;
        world.Faults.IsCalm = true;
        var reader = new Senders(world, [], []);
        Do(async () =>
        {
            foreach (var person in story.End.People)
            {
                foreach (var period in new[] { "2026-10", "2026-11" })
                {
                    await reader.DoAsync(new Request("GetScorecard", person, "", Query: $"?period={period}"), "reads");
                }
            }
        });
        world.Faults.IsCalm = wasCalm;
    }

    private void Nights()
    {
        var before = (story.IsSlow ? SlowUntil.AddDays(0.5) : Organisation.Start).Date;
        for (var night = 1; night <= story.Nights; night++)
        {
            Fire("ScheduleEvaluations", before.AddDays(night).AddHours(2));
            if (night <= story.ForecastNights)
            {
                Fire("ScheduleForecasts", before.AddDays(night).AddHours(2.5));
            }

            Fire("ScheduleCalculations", before.AddDays(night).AddHours(3.5));

            if (night == Math.Min(2, story.Nights) && !story.IsSlow)
            {
                Fire("ScheduleQuarantine", Story.Later.UtcDateTime);
            }
        }

        if (!story.IsSlow)
        {
            // Twice, as every quarter of an hour does: a digest that was sent is not sent again.
            Fire("ScheduleDigests", Monday);
            Fire("ScheduleDigests", Monday.AddHours(3));
        }
    }

    /// <summary>Fires it at a time, or a little later; once more where it failed, as its host does; and sometimes where it did not.</summary>
    private void Fire(string timer, DateTime at)
    {
        world.Time.JumpTo(new DateTimeOffset(at, TimeSpan.Zero));
        Do(async () =>
        {
            var dice = world.Chance.About("timer " + timer);
            if (world.Faults.Happens(FaultKind.TimerLate, timer, ref dice))
            {
                await Task.Delay(MostLate * dice.Unit(), world.Time);
            }

            var isAgain = world.Faults.Happens(FaultKind.TimerAgain, timer, ref dice);
            await Task.WhenAll(isAgain ? [FireAsync(timer), FireAsync(timer)] : [FireAsync(timer)]);
            if (isAgain)
            {
                await Task.Delay(TimeSpan.FromMinutes(2 * dice.Unit()), world.Time);
                await FireAsync(timer);
            }
        });
    }

    private async Task FireAsync(string timer)
    {
        while (world.Any(timer) is not { } instance || !await world.FireAsync(instance, timer))
        {
            await Task.Delay(TimeSpan.FromSeconds(30), world.Time);
        }
    }

    private void Do(Func<Task> act)
    {
        // What is wrong must be over on the same day: another day has other numbers.
        var mine = ++doings;
        world.Faults.IsOver = false;
        world.Time.In(story.IsSlow ? SlowUntil - Organisation.Start : GoesWrongFor, () => world.Faults.IsOver |= mine == doings);
        var work = world.Turns.Start(act);
        var patience = story.IsSlow ? Patience.Slow : Patience.Other;
        world.RunUntilQuiet(() => work.IsCompleted, patience);
        for (var tries = 0; world.Broker.Dead.Count > 0 && tries < 96; tries++)
        {
            var redrive = world.Turns.Start(async () => _ = world.Any("redrive") is { } instance && await world.FireAsync(instance, "RedriveDeadLetters"));
            world.RunUntilQuiet(() => redrive.IsCompleted, patience);
        }

        work.GetAwaiter().GetResult();
    }
}
