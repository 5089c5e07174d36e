using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Local.Tests.Processes;

/// <summary>Answers 202 when as many messages as asked for are in the queue.</summary>
public sealed class AcceptWork(IMessageBus bus)
{
    [Function(nameof(AcceptWork))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "work/{queue}/{first}/{count}")] HttpRequest request,
        string queue,
        string first,
        string count,
        CancellationToken cancellationToken)
    {
        var numbers = Enumerable.Range(int.Parse(first, CultureInfo.InvariantCulture), int.Parse(count, CultureInfo.InvariantCulture));
        BusMessage[] messages = [.. numbers.Select(number => new BusMessage(number.ToString(CultureInfo.InvariantCulture)))];
        await bus.SendAsync(queue, messages, cancellationToken);
        return Results.Accepted(request.Path);
    }
}

/// <summary>Keeps every message as a document. One kept before is kept.</summary>
public sealed class KeepWork(IDocumentStore store)
{
    public const string Kept = "kept";

    [Function(nameof(KeepWork))]
    public async Task Run([ServiceBusTrigger("work")] string body, CancellationToken cancellationToken)
    {
        await Task.Delay(10, cancellationToken);
        await KeepAsync(store, body, cancellationToken);
    }

    public static Task KeepAsync(IDocumentStore store, string id, CancellationToken cancellationToken) =>
        store.CommitAsync(new DocumentBatch(Kept).Create(new Document(Kept, id, Kept, DateTimeOffset.UnixEpoch, 1, Encoding.UTF8.GetBytes("{}"))), cancellationToken);
}

public sealed class SlowWork
{
    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>Answers when slow work has started.</summary>
public sealed class AwaitStart(SlowWork slow)
{
    [Function(nameof(AwaitStart))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "started")] HttpRequest request)
    {
        await slow.Started.Task.WaitAsync(request.HttpContext.RequestAborted);
        return Results.NoContent();
    }
}

/// <summary>Takes longer than a stop that does not wait.</summary>
public sealed class WorkSlowly(IDocumentStore store, SlowWork slow)
{
    [Function(nameof(WorkSlowly))]
    public async Task Run([ServiceBusTrigger("slow")] string body, CancellationToken cancellationToken)
    {
        slow.Started.TrySetResult();
        await Task.Delay(1_000, cancellationToken);
        await KeepWork.KeepAsync(store, "slow-" + body, cancellationToken);
    }
}
