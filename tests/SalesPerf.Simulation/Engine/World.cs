using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using SalesPerf.Functions.Http;
using SalesPerf.Local.Discovery;
using SalesPerf.Simulation.Mutants;

namespace SalesPerf.Simulation.Engine;

/// <summary>All of a run: the clock, the store, the broker, two instances of the app, and what goes wrong.</summary>
internal sealed class World
{
    private const int Slots = 2;

    /// <summary>What the one value of a route may be called.</summary>
    private static readonly string[] RouteNames = ["id", "source", "period"];

    private static readonly TimeSpan LockFor = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<string, FunctionDefinition> Handlers = Instance.Functions.Functions
        .Where(function => function is FunctionDefinition.Message or FunctionDefinition.Batch)
        .ToDictionary(SourceOf, StringComparer.Ordinal);

    private readonly Instance?[] instances = new Instance?[Slots];
    private readonly List<string> failures = [];
    private int born;

    public World(DateTimeOffset start, Chance chance, Faults faults, StoredDocuments documents, Action<string>? print = null)
    {
        (Time, Chance, Faults, Documents, Trace) = (new VirtualTime(start), chance, faults, documents, new Trace(print));
        Broker = new Broker(Time, (queue, due) => Time.At(due + Step($"due {queue}"), () => Receive(queue)));
        for (var slot = 0; slot < Slots; slot++)
        {
            Begin(slot);
        }
    }

    public Turns Turns { get; } = new();

    public VirtualTime Time { get; }

    public Chance Chance { get; }

    public Faults Faults { get; }

    public StoredDocuments Documents { get; }

    public Broker Broker { get; }

    public Trace Trace { get; }

    public List<string> Mails { get; } = [];

    /// <summary>Ids of the webhooks that arrived.</summary>
    public List<string> Posts { get; } = [];

    public Counts Counts { get; } = new();

    /// <summary>What the app is without; null nothing.</summary>
    public Mutant? Mutant { get; init; }

    /// <summary>What no fault explains: exceptions that are none of those a port throws.</summary>
    public IReadOnlyList<string> Failures => failures;

    /// <summary>Goes on until nothing moves any more: <paramref name="isDone"/>, no message waits and nothing is being handled.</summary>
    public void RunUntilQuiet(Func<bool> isDone, TimeSpan atMost)
    {
        var end = Time.GetUtcNow() + atMost;
        Turns.RunAll();
        while (!(isDone() && Broker.Waiting == 0 && instances.All(instance => instance?.Running == 0)))
        {
            if (!Time.RunNext() || Time.GetUtcNow() > end)
            {
                throw new BrokenInvariantException($"It never becomes quiet: {Broker.Waiting} messages wait at {Time.GetUtcNow():O}.");
            }

            Turns.RunAll();
        }
    }

    public void Crash(Instance instance, string what)
    {
        if (instance.IsDead)
        {
            return;
        }

        Trace.Add(Time, instance, "ends at " + what);
        instance.Kill();
        var slot = Array.IndexOf(instances, instance);
        instances[slot] = null;
        Time.In(TimeSpan.FromSeconds(1 + (Chance.About("restart").Unit() * 20)), () => Begin(slot));
    }

    /// <summary>Puts a message on a queue: late, or twice, as it happens.</summary>
    public void Deliver(string queue, string name, string body, DateTimeOffset? notBefore)
    {
        var what = $"{queue} {name}";
        var dice = Chance.About("deliver " + what);
        for (var copies = Faults.Happens(FaultKind.TwiceMessage, what, ref dice) ? 2 : 1; copies > 0; copies--)
        {
            var late = Faults.Happens(FaultKind.LateMessage, what, ref dice) ? TimeSpan.FromMinutes(Lateness * dice.Unit() * dice.Unit()) : TimeSpan.Zero;
            var from = notBefore ?? Time.GetUtcNow();
            Broker.Send(queue, body, late == TimeSpan.Zero ? notBefore : Later(from, Sooner(from + late, Latest)));
        }
    }

    /// <summary>How late a message can be, in minutes.</summary>
    public double Lateness { get; init; } = 20;

    /// <summary>No message is held back for longer than until then.</summary>
    public DateTimeOffset Latest { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Some instance that is there; null while none is.</summary>
    public Instance? Any(string why)
    {
        var there = instances.OfType<Instance>().ToList();
        return there.Count == 0 ? null : there[Faults.IsCalm ? 0 : Chance.About("who " + why).Below(there.Count)];
    }

    /// <summary>Asks a function over HTTP. Null when the instance ended meanwhile: nobody knows what it did.</summary>
    public async Task<Answer?> AskAsync(Instance instance, Request request)
    {
        instance.Running++;
        var asked = SendAsync(instance, request);
        await Task.WhenAny(asked, instance.End);
        instance.Running--;
        if (!asked.IsCompleted)
        {
            return null;
        }

        var answer = await asked;
        if (answer.Status >= 500 && answer.Status != StatusCodes.Status503ServiceUnavailable)
        {
            failures.Add($"{request.Function} answered {answer.Status}: {answer.Text}");
        }

        return answer;
    }

    /// <summary>Fires a timer function. False when that failed, or the instance ended.</summary>
    public async Task<bool> FireAsync(Instance instance, string timer)
    {
        var function = (FunctionDefinition.Timer)Instance.Functions.Find(timer)!; // a name of ours
        instance.Running++;
        var fired = GuardedAsync(instance, timer, services => function.Call(services, new(), default));
        await Task.WhenAny(fired, instance.End);
        instance.Running--;
        return fired.IsCompleted && await fired is null;
    }

    private static string SourceOf(FunctionDefinition function) => function switch
    {
        FunctionDefinition.Message message => message.Source.ToString(),
        FunctionDefinition.Batch batch => batch.Source.ToString(),
        _ => throw new ArgumentException($"{function.Name} has no queue.", nameof(function)),
    };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Sooner(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private void Begin(int slot) => instances[slot] = new Instance(this, string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + slot)}{born++}"));

    private TimeSpan Step(string what) => Faults.IsCalm ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Chance.About(what).Unit() * 20);

    private void Receive(string queue)
    {
        if (Any(queue) is not { } instance)
        {
            Time.In(TimeSpan.FromSeconds(1), () => Receive(queue));
            return;
        }

        var function = Handlers[queue];
        var dice = Chance.About("receive " + queue);
        var max = function is FunctionDefinition.Batch ? (Faults.IsCalm ? 200 : dice.Of(1, 3, 200)) : 1;
        var lockFor = Faults.Happens(FaultKind.LostLock, queue, ref dice) ? TimeSpan.FromMilliseconds(50 * dice.Unit()) : LockFor;
        var received = Broker.Receive(queue, max, lockFor).Select(message => (message, message.Lock)).ToList();
        if (received.Count > 0)
        {
            instance.Running++;
            _ = Turns.Start(() => HandleAsync(instance, function, received));
        }
    }

    private async Task HandleAsync(Instance instance, FunctionDefinition function, List<(QueuedMessage Message, long Lock)> received)
    {
        string[] bodies = [.. received.Select(one => one.Message.Body)];
        Trace.Add(Time, instance, $"{function.Name} {bodies.Length} {received[0].Message.Number}");
        Counts.Deliveries++;
        Handled.Begin();
        if (Mutant?.CompletesFirst == true)
        {
            Settle(received, null);
        }

        var failure = await GuardedAsync(instance, function.Name, services => function switch
        {
            FunctionDefinition.Message message => message.Call(services, bodies[0], default),
            FunctionDefinition.Batch batch => batch.Call(services, bodies, default),
            _ => Task.CompletedTask,
        });
        try
        {
            await instance.Calls.CallAsync($"settle {received[0].Message.Queue}", changes: true, () => Settle(received, failure));
        }
        catch (TimeoutException)
        {
            // What is not settled comes again when its lock ends.
        }

        instance.Running--;
    }

    private int Settle(List<(QueuedMessage Message, long Lock)> received, Exception? failure)
    {
        foreach (var (message, token) in received)
        {
            if (failure is null)
            {
                Broker.Complete(message, token);
            }
            else
            {
                Broker.Abandon(message, token, TimeSpan.FromSeconds(Math.Min(300, 1 << Math.Min(message.Deliveries, 9))), failure.Message);
            }
        }

        return received.Count;
    }

    /// <summary>What the call threw; null when it completed.</summary>
    private async Task<Exception?> GuardedAsync(Instance instance, string what, Func<IServiceProvider, Task> call)
    {
        try
        {
            await call(instance.Services);
            return null;
        }
        catch (Exception failure)
        {
            if (failure is not TimeoutException && failure is not AggregateException { InnerException: TimeoutException })
            {
                failures.Add($"{what} threw {failure}");
            }

            Trace.Add(Time, instance, $"{what} failed: {failure.Message}");
            return failure;
        }
    }

    private async Task<Answer> SendAsync(Instance instance, Request request)
    {
        var function = (FunctionDefinition.Http)Instance.Functions.Find(request.Function)!; // a name of ours
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(request.Body));
        using var reply = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = instance.Services };
        context.Request.Method = function.Methods[0];
        context.Request.QueryString = new QueryString(request.Query);
        if (request.Bearer is not null)
        {
            context.Request.Headers.Authorization = $"Bearer {request.Bearer}";
        }
        else
        {
            context.Request.Headers["x-api-key"] = request.Key;
        }

        if (!request.IsFirst)
        {
            context.Request.Headers["If-Match"] = "*";
        }

        if (request.Body.Length > 0)
        {
            (context.Request.ContentType, context.Request.Body, context.Request.ContentLength) = (request.Type, body, body.Length);
        }

        if (request.Id is not null)
        {
            foreach (var name in RouteNames)
            {
                context.Request.RouteValues[name] = request.Id;
            }
        }

        context.Response.Body = reply;
        try
        {
            await (await function.Call(context)).ExecuteAsync(context);
        }
        catch (Exception failure)
        {
            await ProblemMapper.Map(failure, context).ExecuteAsync(context);
            if (context.Response.StatusCode == StatusCodes.Status500InternalServerError)
            {
                failures.Add($"{request.Function} threw {failure}");
            }
        }

        return new Answer(context.Response.StatusCode, Encoding.UTF8.GetString(reply.ToArray()));
    }
}
