using Microsoft.AspNetCore.Http;
using SalesPerf.Simulation.Engine;

namespace SalesPerf.Simulation.Feed;

/// <summary>Who posts the events and changes the resources: each tries again until it is answered with success.</summary>
internal sealed class Senders(World world, IReadOnlyList<CrmEvent> events, IReadOnlyList<Request> changes, bool isSlow = false)
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <summary>For as many seconds evaluations and forecasts wait for more.</summary>
    private const double Gathering = 5.1;

    /// <summary>Where a handler that comes too late would spoil what another has derived: how the names of its calls begin and go on, and how many seconds after the event it cannot have begun.</summary>
    private static readonly (string Start, string Part, double After)[] Derivations =
    [
        ("range rep~", " open", 4), ("range rep~", " open", 4), ("commit forecast~", "", 4), ("commit commissions~", "", 4), ("range rep~", " hold", 4), ("range rep~", " hold", 4), ("read rep~", "dealrollup", 4), ("commit rep~", "scorecard", 4),
        ("commit rep~", "contribution", 0), ("read people", "identity", 0),
    ];

    private readonly bool isRhythmic = !world.Faults.IsCalm && world.Chance.About("rhythm").Is(0.5);

    /// <summary>Two senders of events, in some order and in batches of some size, and one who changes resources one after the other, all at once.</summary>
    public async Task RunAsync()
    {
        var dices = world.Chance.About("batches");
        var (share, isInOrder) = (dices.Of(0.2, 0.6, 1), dices.Is(0.4));
        var batches = new Queue<List<CrmEvent>>([[]]);
        var last = LastWords();
        foreach (var (one, dice) in events.Except(last).Select(one => (one, Dice: world.Chance.About(one.Id))).OrderBy(pair => isInOrder ? (ulong)pair.one.At.UtcTicks : pair.Dice.Next()))
        {
            if (batches.Last().Count > 0 && dice.Is(share))
            {
                batches.Enqueue([]);
            }

            batches.Last().Add(one);
        }

        // Who changes people and who changes the rest are two.
        await Task.WhenAll(
            PostAllAsync(batches, "one"),
            PostAllAsync(batches, "two"),
            ChangeAllAsync(changes.Where(change => change.Function == "PutPerson"), "changes of people"),
            ChangeAllAsync(changes.Where(change => change.Function != "PutPerson"), "changes"));
        await SayAsync(last);
    }

    /// <summary>
    /// In most parts the last two changes of a deal, or calls of an owner, come alone and at the end: what is wrong after the second nothing mends. Either soon after each
    /// other, or when what the first has brought about is being worked on, and held up.
    /// </summary>
    private async Task SayAsync(IReadOnlyList<CrmEvent> last)
    {
        var dice = world.Chance.About("last words");
        await Task.Delay(TimeSpan.FromSeconds(dice.Of(0.5, 8, 70)), world.Time);
        var (isSoon, isQuiet, (start, part, after)) = (dice.Is(0.35), dice.Is(0.75), dice.Of(Derivations));
        if (isQuiet)
        {
            await QuietAsync();
        }

        foreach (var (i, one) in last.Index())
        {
            world.Trace.Add(world.Time, null, $"last word {one.Id} of {one.Subject}: {(isSoon ? "soon" : start + part)}{(isQuiet ? ", quiet" : "")}");
            await PostAsync([one], "last");
            if (i == 0 && isSoon)
            {
                await Task.Delay(TimeSpan.FromSeconds(3 * dice.Unit()), world.Time);
            }
            else if (i == 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(after), world.Time);
                world.Faults.HoldUp((start, part));
                await Task.Delay(TimeSpan.FromSeconds(Gathering + (1.5 * dice.Unit()) - after), world.Time);
            }
        }
    }

    /// <summary>Waits until all before is over, and lets nothing more go wrong: no message that comes again mends what follows.</summary>
    private async Task QuietAsync()
    {
        while (world.Broker.Waiting > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(10), world.Time);
        }

        world.Faults.IsOver = true;
    }

    private IReadOnlyList<CrmEvent> LastWords()
    {
        var dice = world.Chance.About("who has the last word");
        var subjects = events.Where(one => one.Subject is not null).GroupBy(one => one.Subject).Where(group => group.Count() > 1).ToList();
        var deals = subjects.FindAll(group => group.Any(one => one.Type.StartsWith("deal.", StringComparison.Ordinal)));
        if (subjects.Count == 0 || dice.Is(0.15))
        {
            return [];
        }

        var (isDeal, isTelling, telling) = (deals.Count > 0 && dice.Is(0.8), dice.Is(0.7), deals.FindAll(IsTelling));
        return [.. dice.Of(!isDeal ? subjects : isTelling && telling.Count > 0 ? telling : deals).OrderBy(one => one.At).TakeLast(2)];
    }

    /// <summary>Whether both of its last words change what somebody's forecast is made from.</summary>
    private static bool IsTelling(IEnumerable<CrmEvent> deal) =>
        !deal.Any(one => one.Data.Contains("\"o4\"", StringComparison.Ordinal))
        && deal.OrderBy(one => one.At).TakeLast(2).All(one => one.Type is "deal.created" or "deal.amountChanged" or "deal.won" or "deal.reopened" or "deal.deleted");

    /// <summary>Everything once, in order.</summary>
    public async Task RunInOrderAsync()
    {
        await ChangeAllAsync(changes, "changes");
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
            if (isSlow && world.Chance.About("days " + name) is var days && days.Is(0.3))
            {
                await Task.Delay(TimeSpan.FromHours(6 * days.Unit()), world.Time);
            }

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

    private async Task ChangeAllAsync(IEnumerable<Request> some, string name)
    {
        foreach (var change in some)
        {
            // While the events come in, and when they are all there.
            await PauseAsync(name, 10);
            await DoAsync(change, name);
        }
    }

    private async Task PostAsync(IReadOnlyList<CrmEvent> some, string name)
    {
        if (some.Count > 0)
        {
            // Some through the address of their source, as a CRM that shows its secret; some as a program with a key.
            var isWebhook = !world.Faults.IsCalm && world.Chance.About("way " + name).Is(0.5);
            var (function, source, secret) = isWebhook ? ("ReceiveWebhook", "crm", Organisation.SourceSecret) : ("PostActivities", (string?)null, (string?)null);
            await DoAsync(new Request(function, source, $"[{string.Join(',', some.Select(one => one.Json))}]", "application/cloudevents-batch+json", Bearer: secret), name);
            world.Counts.Events += some.Count;
        }
    }

    private Task PauseAsync(string name, double times = 1)
    {
        if (world.Faults.IsCalm)
        {
            return Task.CompletedTask;
        }

        // In some runs most batches come when what the one before has brought about is being worked on.
        var dice = world.Chance.About("pause " + name);
        var seconds = isRhythmic && dice.Is(0.7) ? Gathering + (4 * dice.Unit()) : dice.Of(0, 0.01, 0.5, 4, 40) * dice.Unit() * times;
        return Task.Delay(TimeSpan.FromSeconds(seconds), world.Time);
    }
}
