using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.DeadLetters;

/// <summary>Sends a dead document again. It may be asked for any number of times, since what is counted already is not counted again.</summary>
[Requires(AccessAction.Operate)]
public sealed class RedriveDeadDocument(Authorize authorize, DeadDocuments dead, Redrive redrive)
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
        return DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && await dead.ReadAsync(day, id, cancellationToken) is { } found
            ? Reply.Json(await redrive.RunAsync(found, cancellationToken), status: StatusCodes.Status202Accepted)
            : Problems.NotFound("There is no such dead document.");
    }
}
