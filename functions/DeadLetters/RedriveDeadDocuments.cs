using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Contracts.DeadLetters;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.DeadLetters;

/// <summary>
/// Sends all dead documents again that a filter names and that were not since they died last, a page of them a request. What cannot be sent is listed
/// with the reason, and stays as it is.
/// </summary>
[Requires(AccessAction.Operate)]
public sealed class RedriveDeadDocuments(Authorize authorize, DeadDocuments dead, Redrive redrive, ModelDirectory directory, IDocumentStore store, TimeProvider time)
{
    [Function(nameof(RedriveDeadDocuments))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/dead-letters/redrive")] HttpRequest request, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.Operate, AccessTarget.Everything, default, cancellationToken);
        var filter = await DeadDocumentFilter.ReadAsync(new Query(request, DeadDocumentFilter.Names), directory, time, cancellationToken);
        var (items, cursor) = await filter.PageAsync(store, item => item.RedrivenAt is null, cancellationToken);
        var (sent, refused) = (0, new List<NotRedriven>());
        foreach (var item in items)
        {
            var day = DateOnly.FromDateTime(item.At.UtcDateTime);
            if (await dead.ReadAsync(day, item.Id, cancellationToken) is not { } found)
            {
                continue;
            }

            try
            {
                await redrive.RunAsync(found, cancellationToken);
                sent++;
            }
            catch (ProblemException exception)
            {
                var problem = exception.Problem;
                refused.Add(new NotRedriven(day, item.Id, problem.Errors is [var first, ..] ? first.Detail : exception.Message));
            }
        }

        return Reply.Json(new RedrivenDeadDocuments(sent, refused, filter.Paging.NextLink(cursor)), status: StatusCodes.Status202Accepted);
    }
}
