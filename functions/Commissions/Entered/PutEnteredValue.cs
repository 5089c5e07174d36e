using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Commissions.Entered;

/// <summary>Enters a value of a person's metric for a period: 201 for the first, 200 for another. It counts once a second person approved it.</summary>
[Requires(AccessAction.EnterValues)]
public sealed class PutEnteredValue(EnteredValueRoutes routes, EnteredValues values)
{
    private const int MaxBytes = 4 * 1024;

    [Function(nameof(PutEnteredValue))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/reps/{id}/entered-values/{metric}/{period}")] HttpRequest request,
        string id,
        string metric,
        string period,
        CancellationToken cancellationToken)
    {
        var (principal, asked) = await routes.RequireAsync(request, AccessAction.EnterValues, id, period, cancellationToken);
        JsonBody.RequireJson(request);
        using var sent = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken);
        var body = JsonBody.Parse<EnteredValueBody>(sent.Span);
        var (stored, isNew) = await values.PutAsync(id, metric, asked, body.Value, principal.Id, current => Preconditions.CheckChange(request, current), cancellationToken);
        return isNew
            ? Reply.Created($"/api/v1/reps/{id}/entered-values/{metric}/{asked.Id}", stored.Value, EntityTag.Of(stored.Document))
            : EnteredValueRoutes.Shown(stored);
    }
}

/// <summary>A value as it is entered.</summary>
/// <param name="Value">In the metric's unit; scores in per cent.</param>
public sealed record EnteredValueBody(decimal Value);
