namespace SalesPerf.Simulation.Engine;

/// <summary>Every call of an instance on a port: when it arrives, what goes wrong with it, when it is answered. Nothing of an instance that has ended is answered.</summary>
internal sealed class Calls(World world, Instance instance)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(9);

    /// <param name="what">Names the call.</param>
    /// <param name="changes">Whether it changes anything: then its answer can be lost.</param>
    /// <param name="act">Does it, at once.</param>
    public Task<T> CallAsync<T>(string what, bool changes, Func<T> act)
    {
        world.Turns.CheckThread();
        var answer = new TaskCompletionSource<T>();
        if (instance.IsDead)
        {
            return answer.Task;
        }

        world.Counts.Calls++;
        var faults = world.Faults;
        if (faults.IsCalm)
        {
            return Task.FromResult(Done(what, act));
        }

        var dice = world.Chance.About(what);
        if (faults.Happens(FaultKind.CrashBefore, what, ref dice))
        {
            world.Crash(instance, what);
            return answer.Task;
        }

        var stall = faults.Happens(FaultKind.Stall, what, ref dice) ? TimeSpan.FromSeconds(7 + (2.9 * dice.Unit())) : (TimeSpan?)null;
        var there = (changes ? stall : null) ?? Delay(what, ref dice);
        if (faults.Happens(FaultKind.Busy, what, ref dice))
        {
            world.Time.In(there, () => Answer(answer, what, () => throw new TimeoutException("Busy.")));
            return answer.Task;
        }

        var isLost = changes && faults.Happens(FaultKind.LostAnswer, what, ref dice);
        var ends = faults.Happens(FaultKind.CrashAfter, what, ref dice);
        var back = (changes ? null : stall) ?? Delay(what, ref dice);
        world.Time.In(there, () =>
        {
            // Sent before the instance ended, it arrives all the same.
            T result;
            try
            {
                result = Done(what, act);
            }
            catch (ArgumentException failure)
            {
                Answer(answer, what, () => throw failure);
                return;
            }

            if (ends)
            {
                world.Crash(instance, what);
            }

            world.Time.In(back, () => Answer(answer, what, () => isLost ? throw new TimeoutException("The answer was lost.") : result));
        });
        return answer.Task;
    }

    private T Done<T>(string what, Func<T> act)
    {
        var result = act();
        world.Trace.Add(world.Time, instance, what, result);
        return result;
    }

    private void Answer<T>(TaskCompletionSource<T> answer, string what, Func<T> result)
    {
        if (instance.IsDead)
        {
            return;
        }

        try
        {
            answer.SetResult(result());
        }
        catch (Exception failure) when (failure is TimeoutException or ArgumentException)
        {
            world.Trace.Add(world.Time, instance, what, failure.Message);
            answer.SetException(failure);
        }
    }

    private TimeSpan Delay(string what, ref Dice dice) =>
        world.Faults.Happens(FaultKind.Slow, what, ref dice) ? Longest * dice.Unit() : TimeSpan.FromMilliseconds(0.2 + (dice.Unit() * 12));
}
