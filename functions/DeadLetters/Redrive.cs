using System.Text;
using SalesPerf.Connectors;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.DeadLetters;

/// <summary>Sends a dead document again, the way it came: to its queue, or through the reading of its source.</summary>
public sealed class Redrive(DeadDocuments dead, RejectedItems rejected, ModelDirectory directory, IMessageBus bus, TimeProvider time)
{
    /// <summary>Returns the document as it is marked now.</summary>
    /// <exception cref="ProblemException">409 when it cannot be sent at present, 422 when its source still does not take it.</exception>
    public async Task<DeadDocument> RunAsync(Stored<DeadDocument> found, CancellationToken cancellationToken)
    {
        if (found.Value.IsCut)
        {
            throw Problems.Conflict("It had over 1,200,000 bytes and only its beginning was kept: it cannot be sent again.").ToException();
        }

        return found.Value.Queue is { } queue ? await SendAsync(queue, found, cancellationToken) : await TakeAsync(found, cancellationToken);
    }

    /// <summary>
    /// Sent first: whoever stops in between finds it unmarked and sends it again, which changes nothing. A message that is dead again by then has changed the document,
    /// and the mark is lost against it.
    /// </summary>
    private async Task<DeadDocument> SendAsync(string queue, Stored<DeadDocument> found, CancellationToken cancellationToken)
    {
        if (!Queues.All.Contains(queue))
        {
            throw Problems.Conflict($"There is no queue {queue} any more.").ToException();
        }

        await bus.SendAsync(queue, [new BusMessage(Encoding.UTF8.GetString(found.Value.Bytes()))], cancellationToken);
        return await dead.MarkAsync(found, time.GetUtcNow(), cancellationToken);
    }

    private async Task<DeadDocument> TakeAsync(Stored<DeadDocument> found, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var source = (await directory.GetAsync(cancellationToken)).Model.Source(found.Value.Source!, DateOnly.FromDateTime(now.UtcDateTime)); // a webhook is always a source's
        if (source is not { Enabled: true } || ConnectorRegistry.For(source.Provider) is not { } connector)
        {
            throw Problems.Conflict("Its source is not connected at present.").ToException();
        }

        var errors = await rejected.TakeAgainAsync(connector, source, found.Value, cancellationToken);
        return errors.Count == 0
            ? await dead.MarkAsync(found, now, cancellationToken)
            : throw Problems.Validation([.. errors.Select(error => new FieldProblem(error.Pointer, error.Detail))]).ToException();
    }
}
