using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Holds what a person earns, from a pay period on: all of it, one component, or one deal. It is earned and not paid until it is released.</summary>
[Requires(AccessAction.ManageBooks)]
public sealed class HoldPay(Authorize authorize, ModelDirectory directory, HoldBooks holds, TimeProvider time)
{
    private const int MaxBytes = 16 * 1024;

    [Function(nameof(HoldPay))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/reps/{id}/holds")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ManageBooks, cancellationToken);
        _ = new Query(request);
        var model = (await directory.GetAsync(cancellationToken)).Model;
        if (!model.People.ContainsKey(id))
        {
            return Problems.NotFound();
        }

        JsonBody.RequireJson(request);
        using var bytes = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken);
        var body = JsonBody.Parse<HoldBody>(bytes.Span);
        if (Check(model, id, body) is { Count: > 0 } errors)
        {
            return Problems.Validation(errors);
        }

        var made = await holds.HoldAsync(id, body, principal.Id, IdempotencyKey.Read(request, principal.Id, bytes.Span), cancellationToken);
        return Reply.Created($"/api/v1/reps/{id}/holds", made with { Fingerprint = null });
    }

    private List<FieldProblem> Check(Model model, string person, HoldBody body)
    {
        var (problems, calendar) = (new List<FieldProblem>(), ScorecardInputs.Calendar(model, time.GetUtcNow()));
        var period = calendar.Parse(body.Period);
        if (period is not { Kind: not PeriodKind.Week })
        {
            problems.Add(new FieldProblem("/period", "must be a pay period"));
        }

        var assignments = model.AssignmentsEver(person).Where(one => body.Assignment is null || one.Id == body.Assignment).ToList();
        if (body.Assignment is not null && assignments.Count == 0)
        {
            problems.Add(new FieldProblem("/assignment", "must be an assignment of the person"));
        }

        if (body.Component is not null && !assignments
            .SelectMany(one => one.Versions)
            .Select(version => version.Content?.Plan)
            .OfType<string>()
            .Select(plan => model.Plans.GetValueOrDefault(plan))
            .SelectMany(plan => plan?.Versions ?? [])
            .Any(version => version.Content?.Components.Any(component => component.Id == body.Component) == true))
        {
            problems.Add(new FieldProblem("/component", "must be a component of a plan that the person is on"));
        }

        if (body.Source is null != body.Deal is null)
        {
            problems.Add(new FieldProblem(body.Source is null ? "/source" : "/deal", "must be there too: a deal is named by both"));
        }

        return problems;
    }
}
