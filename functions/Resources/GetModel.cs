using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Objectives;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Resources;

/// <summary>Composes everything in force on <c>on</c> (today) as known at <c>asOf</c> (now).</summary>
[Requires(AccessAction.ReadResources)]
public sealed class GetModel(ModelDirectory directory, Authorize authorize, AccessLog log, TimeProvider time)
{
    [Function(nameof(GetModel))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/model")] HttpRequest request, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ReadResources, cancellationToken);
        var query = new Query(request, "on", "asOf");
        var asOf = query.Known("asOf", (await directory.GetAsync(cancellationToken)).Model, time.GetUtcNow());
        var model = asOf is null ? (await directory.ReloadAsync(cancellationToken)).Model : await directory.AsOfAsync(asOf.Value, cancellationToken);
        var on = query.Date("on") ?? model.Today(time.GetUtcNow());
        var view = new ModelView(on, asOf)
        {
            Calendar = model.Calendar(on),
            ForecastSettings = model.Forecast(on),
            ApprovalSettings = model.Approval(on),
            Sources = model.AllAt(model.Sources, on),
            Metrics = model.AllAt(model.Metrics, on),
            Roles = model.AllAt(model.Roles, on),
            Teams = model.AllAt(model.Teams, on),
            People = model.AllAt(model.People, on),
            Plans = model.AllAt(model.Plans, on),
            Assignments = model.AllAt(model.Assignments, on),
            Objectives = model.AllAt(model.Objectives, on),
        };
        await log.RecordAsync(principal, "model", "json", query, view.People.Count, cancellationToken);
        return Reply.Json(view);
    }
}

/// <summary>Everything in force on one day; each list by id.</summary>
/// <param name="On">The day.</param>
/// <param name="AsOf">What was recorded later is not seen; absent sees all.</param>
public sealed record ModelView(DateOnly On, DateTimeOffset? AsOf)
{
    public required OrganisationCalendar Calendar { get; init; }

    public required ForecastSettings ForecastSettings { get; init; }

    public required ApprovalSettings ApprovalSettings { get; init; }

    public required IReadOnlyList<Source> Sources { get; init; }

    public required IReadOnlyList<Metric> Metrics { get; init; }

    public required IReadOnlyList<Role> Roles { get; init; }

    public required IReadOnlyList<Team> Teams { get; init; }

    public required IReadOnlyList<Person> People { get; init; }

    public required IReadOnlyList<Plan> Plans { get; init; }

    public required IReadOnlyList<PlanAssignment> Assignments { get; init; }

    public required IReadOnlyList<Objective> Objectives { get; init; }
}
