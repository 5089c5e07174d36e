using Microsoft.AspNetCore.Http;
using SalesPerf.Simulation.Engine;

namespace SalesPerf.Simulation.Feed;

/// <summary>Who posts the events and changes the resources: each tries again until it is answered with success.</summary>
internal sealed class Senders(World world, IReadOnlyList<CrmEvent> events, IReadOnlyList<Request> changes)
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <summary>Two senders of events, in some order and in batches of some size, and one who changes resources one after the other, all at once.</summary>
    public Task RunAsync()
    {
        var share = world.Chance.About("batches").Of(0.1, 0.3, 1);
        var batches = new Queue<List<CrmEvent>>([[]]);
        foreach (var (one, dice) in events.Select(one => (one, Dice: world.Chance.About(one.Id))).OrderBy(pair => pair.Dice.Next()))
        {
            if (batches.Last().Count > 0 && dice.Is(share))
            {
                batches.Enqueue([]);
            }

            batches.Last().Add(one);
        }

        return Task.WhenAll(PostAllAsync(batches, "one"), PostAllAsync(batches, "two"), ChangeAllAsync());
    }

    /// <summary>Everything once, in order.</summary>
    public async Task RunInOrderAsync()
    {
        await ChangeAllAsync();
        await PostAsync(events, "all");
    }

    /// <summary>Asks until the answer is success.</summary>
    public async Task<Answer> DoAsync(Request request, string name)
    {
        while (true)
        {
            if (world.Any(name) is { } instance && await world.AskAsync(instance, request) is { } answer)
            {
                if (answer.IsSuccess)
                {
                    return answer;
                }

                if (answer.Status != StatusCodes.Status503ServiceUnavailable)
                {
                    throw new BrokenInvariantException($"{request.Function} {request.Id} was answered {answer.Status}: {answer.Text}");
                }
            }

            await Task.Delay(Again, world.Time);
        }
    }

    private async Task PostAllAsync(Queue<List<CrmEvent>> batches, string name)
    {
        while (batches.TryDequeue(out var batch))
        {
            await PauseAsync(name);
            await PostAsync(batch, name);
            if (batch.Count == 0)
            {
                continue;
            }

            var dice = world.Chance.About("again " + name);
            if (world.Faults.Happens(FaultKind.PostedAgain, batch[0].Id, ref dice))
            {
                batches.Enqueue(batch);
            }
        }
    }

    private async Task ChangeAllAsync()
    {
        foreach (var change in changes)
        {
            // While the events come in, and when they are all there.
            await PauseAsync("changes", 10);
            await DoAsync(change, "changes");
        }
    }

    private async Task PostAsync(IReadOnlyList<CrmEvent> events, string name)
    {
        if (events.Count > 0)
        {
            await DoAsync(new Request("PostActivities", null, $"[{string.Join(',', events.Select(one => one.Json))}]", "application/cloudevents-batch+json"), name);
            world.Counts.Events += events.Count;
        }
    }

    private Task PauseAsync(string name, double times = 1)
    {
        var dice = world.Chance.About("pause " + name);
        return world.Faults.IsCalm ? Task.CompletedTask : Task.Delay(TimeSpan.FromSeconds(dice.Of(0, 0.01, 0.5, 4, 40) * dice.Unit() * times), world.Time);
    }
}
