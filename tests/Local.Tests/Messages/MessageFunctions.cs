using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Functions;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Local.Tests.Messages;

/// <summary>What the sample functions were given, and how they should behave.</summary>
public sealed class Inbox
{
    public ConcurrentQueue<(string Function, string[] Bodies)> Calls { get; } = new();

    /// <summary>Runs inside every call.</summary>
    public Func<string, string[], CancellationToken, Task> Behave { get; set; } = (_, _, _) => Task.CompletedTask;

    public string[] Bodies(string function) => [.. Calls.Where(call => call.Function == function).SelectMany(call => call.Bodies)];

    public Task TakeAsync(string function, string[] bodies, CancellationToken cancellationToken)
    {
        Calls.Enqueue((function, bodies));
        return Behave(function, bodies, cancellationToken);
    }
}

public sealed class HandleOne(Inbox inbox)
{
    [Function(nameof(HandleOne))]
    public Task Run([ServiceBusTrigger("one-by-one")] string body, CancellationToken cancellationToken) =>
        inbox.TakeAsync(nameof(HandleOne), [body], cancellationToken);
}

public sealed class HandleMany(Inbox inbox)
{
    [Function(nameof(HandleMany))]
    public Task Run([ServiceBusTrigger("many", IsBatched = true)] string[] bodies, CancellationToken cancellationToken) =>
        inbox.TakeAsync(nameof(HandleMany), bodies, cancellationToken);
}

public sealed class HandleDigest(Inbox inbox)
{
    [Function(nameof(HandleDigest))]
    public Task Run([ServiceBusTrigger(Queues.SendDigest)] string body, CancellationToken cancellationToken) =>
        inbox.TakeAsync(nameof(HandleDigest), [body], cancellationToken);
}

public sealed class Forward(Inbox inbox, IMessageBus bus)
{
    [Function(nameof(Forward))]
    public async Task Run([ServiceBusTrigger("forward")] string body, CancellationToken cancellationToken)
    {
        await bus.SendAsync("one-by-one", [new BusMessage(body)], cancellationToken);
        await inbox.TakeAsync(nameof(Forward), [body], cancellationToken);
    }
}

public sealed class ReadNews(Inbox inbox)
{
    [Function(nameof(ReadNews))]
    public Task Run([ServiceBusTrigger("news", "paper")] string body, CancellationToken cancellationToken) =>
        inbox.TakeAsync(nameof(ReadNews), [body], cancellationToken);
}

public sealed class HearNews(Inbox inbox)
{
    [Function(nameof(HearNews))]
    public Task Run([ServiceBusTrigger("news", "radio")] string body, CancellationToken cancellationToken) =>
        inbox.TakeAsync(nameof(HearNews), [body], cancellationToken);
}
