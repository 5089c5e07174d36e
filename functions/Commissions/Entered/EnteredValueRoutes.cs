using Microsoft.AspNetCore.Http;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Commissions.Entered;

/// <summary>What the routes of entered values have in common: whose value is asked about, and how it is answered.</summary>
public sealed class EnteredValueRoutes(Authorize authorize, ModelDirectory directory, EnteredValues values, TimeProvider time)
{
    /// <summary>Who asks, and the period, once that is allowed about this person.</summary>
    /// <exception cref="ProblemException">401, 403; 404 for a person or a period that there is not.</exception>
    public async Task<(Principal Principal, Period Period)> RequireAsync(HttpRequest request, AccessAction action, string person, string period, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, action, cancellationToken);
        _ = new Query(request);
        var (model, now) = ((await directory.GetAsync(cancellationToken)).Model, time.GetUtcNow());
        if (ScorecardInputs.Calendar(model, now).Parse(period) is not { Kind: not PeriodKind.Week } asked)
        {
            throw Problems.NotFound().ToException();
        }

        Authorize.Require(principal, action, AccessTarget.OfPerson(person), model, asked.LastBy(model.Today(now)));
        return model.People.ContainsKey(person) ? (principal, asked) : throw Problems.NotFound().ToException();
    }

    /// <summary>POST of an approval or a rejection.</summary>
    public async Task<IResult> DecideAsync(HttpRequest request, string person, string metric, string period, bool isApproved, CancellationToken cancellationToken)
    {
        var (principal, asked) = await RequireAsync(request, AccessAction.AuthorPlans, person, period, cancellationToken);
        return await values.DecideAsync(person, metric, asked, isApproved, principal.Id, current => Preconditions.CheckChange(request, current), cancellationToken) is { } decided
            ? Shown(decided)
            : Problems.NotFound();
    }

    public static IResult Shown(Stored<MetricEntry> stored) => Reply.Json(stored.Value, EntityTag.Of(stored.Document));
}
