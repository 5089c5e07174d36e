using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.DeadLetters;

/// <summary>Messages a queue or a subscription (<c>notifications.email</c>) gave up for now. They are redriven by themselves.</summary>
[Requires(AccessAction.ReadDeadLetters)]
public sealed class GetDeadLetters(Authorize authorize, IMessageBus bus)
{
    [Function(nameof(GetDeadLetters))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/dead-letters/{queue}")] HttpRequest request,
        string queue,
        CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ReadDeadLetters, AccessTarget.Everything, default, cancellationToken);
        var max = new Query(request, Paging.SizeName).Integer(Paging.SizeName, Paging.DefaultSize, 1, Paging.MaxSize);
        return Queues.Named(queue) is { } named
            ? Reply.Json(new Page<DeadLetter>(await bus.PeekDeadLettersAsync(named, max, cancellationToken), null))
            : Problems.NotFound();
    }
}
