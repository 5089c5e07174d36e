using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Connectors;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.DeadLetters;

/// <summary>
/// Sends a dead document again, the way it came: to its queue, or through the reading of its source. It may be asked for any number of times,
/// since what is counted already is not counted again.
/// </summary>
[Requires(AccessAction.Operate)]
public sealed class RedriveDeadDocument(
    Authorize authorize, DeadDocuments dead, RejectedItems rejected, ModelDirectory directory, IMessageBus bus, TimeProvider time)
{
    [Function(nameof(RedriveDeadDocument))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/dead-letters/{date}/{id}/redrive")] HttpRequest request,
        string date,
        string id,
        CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.Operate, AccessTarget.Everything, default, cancellationToken);
        _ = new Query(request);
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || await dead.ReadAsync(day, id, cancellationToken) is not { } found)
        {
            return Problems.NotFound("There is no such dead document.");
        }

        if (found.Value.IsCut)
        {
            return Problems.Conflict("Only its first 64 KB were kept: it cannot be sent again.");
        }

        return found.Value.Queue is { } queue ? await SendAsync(queue, found, cancellationToken) : await TakeAsync(found, cancellationToken);
    }

    /// <summary>Marked first: when the message is dead again, it takes the mark away.</summary>
    private async Task<IResult> SendAsync(string queue, Stored<DeadDocument> found, CancellationToken cancellationToken)
    {
        if (!Queues.All.Contains(queue))
        {
            return Problems.Conflict($"There is no queue {queue} any more.");
        }

        var marked = await dead.MarkAsync(found, time.GetUtcNow(), cancellationToken);
        await bus.SendAsync(queue, [new BusMessage(found.Value.Body)], cancellationToken);
        return Reply.Json(marked, status: StatusCodes.Status202Accepted);
    }

    private async Task<IResult> TakeAsync(Stored<DeadDocument> found, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var source = (await directory.GetAsync(cancellationToken)).Model.Source(found.Value.Source!, DateOnly.FromDateTime(now.UtcDateTime)); // a webhook is always a source's
        if (source is not { Enabled: true } || ConnectorRegistry.For(source.Provider) is not { } connector)
        {
            return Problems.Conflict("Its source is not connected at present.");
        }

        var errors = await rejected.TakeAgainAsync(connector, source, found.Value, cancellationToken);
        return errors.Count == 0
            ? Reply.Json(await dead.MarkAsync(found, now, cancellationToken), status: StatusCodes.Status202Accepted)
            : Problems.Validation(errors.Select(error => new FieldProblem(error.Pointer, error.Detail)));
    }
}
