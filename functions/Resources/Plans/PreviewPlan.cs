using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Commissions.Entered;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>Tries deals on a plan: the statement that they would make. The deals given are the only credits; nothing is stored.</summary>
[Requires(AccessAction.AuthorPlans)]
public sealed class PreviewPlan(Authorize authorize, ModelDirectory directory, PlanDrafts drafts, EnteredValues entered, TimeProvider time)
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Stands for nobody in particular.</summary>
    private const string Somebody = "preview";

    private static readonly string[] NotTaken = ["id", "person", "plan"];

    [Function(nameof(PreviewPlan))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/plans/{id}/preview")] HttpRequest request, string id, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.AuthorPlans, cancellationToken);
        _ = new Query(request);
        JsonBody.RequireJson(request);
        using var sent = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken);
        var body = JsonBody.Parse<PlanPreviewBody>(sent.Span);
        var model = (await directory.ReloadAsync(cancellationToken)).Model;
        var calendar = ScorecardInputs.Calendar(model, time.GetUtcNow());
        var problems = new List<FieldProblem>();
        var period = calendar.Parse(body.Period);
        if (period is null or { Kind: PeriodKind.Week })
        {
            return Problems.Validation("/period", "must be a pay period: 2026-11, 2026-Q4, 2026-H2 or 2026");
        }

        var credits = PreviewDeals.Read(body.Deals ?? [], problems);
        var plan = await PlanAsync(id, body, model, period, problems, cancellationToken);
        if (body.Person is { } named && !model.People.ContainsKey(named))
        {
            problems.Add(new("/person", $"there is no person '{named}'"));
        }

        var terms = problems.Count > 0 || plan is null ? [] : Terms(body, plan.In(model), id, period, calendar, problems);
        return problems.Count > 0 || plan is null ? Problems.Validation(problems) : Reply.Json(CommissionStatement.Compute(new StatementInput
        {
            Person = body.Person ?? Somebody,
            Period = period,
            Calendar = calendar,
            Terms = body.Terms is null && body.Person is { } person ? MetricEntry.Over(terms, await entered.SeenAsync(person, cancellationToken)) : terms,
            Credits = credits,
        }));
    }

    private async Task<AskedPlan?> PlanAsync(string id, PlanPreviewBody body, Model model, Period period, List<FieldProblem> problems, CancellationToken cancellationToken)
    {
        if (body.Plan is not { } unsaved)
        {
            return body.Draft ? AskedPlan.Of(await drafts.FindAsync(id, cancellationToken)) : AskedPlan.On(model, id, period.LastBy(model.Today(time.GetUtcNow())));
        }

        if (body.Draft)
        {
            problems.Add(new("/draft", "does not go with plan"));
        }

        var read = ResourceBody.Read(ResourceKinds.Plans, unsaved);
        var errors = read.Content is { } content
            ? ResourceChecks.Merge(content.Id == id ? read.Errors : [.. read.Errors, new("/id", $"must be '{id}', the id in the path")], ResourceKinds.Plans.Rules(content, model, period.Start))
            : read.Errors;
        problems.AddRange(errors.Select(error => new FieldProblem("/plan" + error.Pointer, error.Detail)));
        return read.Content is null ? null : new(read.Content, AskedPlan.Unsaved, null);
    }

    /// <summary>Of the person's assignments to the plan, or of the one that is sent.</summary>
    private static IReadOnlyList<PlanTerms> Terms(PlanPreviewBody body, Model model, string plan, Period period, FiscalCalendar calendar, List<FieldProblem> problems)
    {
        var year = period with { Start = calendar.PeriodOf(PeriodKind.Year, period.Start).Start, End = period.End.AddDays(1) }; // who begins anew the day after does not leave
        if (body.Terms is not { } sent)
        {
            if (body.Person is not { } person)
            {
                problems.Add(new("/person", "must name a person on the plan, or terms must be given"));
                return [];
            }

            var own = PlanTerms.Find(model, person, year, calendar).Where(terms => terms.Plan.Id == plan).ToList();
            if (own.Count == 0)
            {
                problems.Add(new("/person", "is not on this plan in the period"));
            }

            return own;
        }

        var somebody = body.Person ?? Somebody;
        if (sent.ValueKind != JsonValueKind.Object || JsonObject.Create(sent) is not { } assignment)
        {
            problems.Add(new("/terms", "must be an object"));
            return [];
        }

        foreach (var name in NotTaken.Where(assignment.ContainsKey))
        {
            problems.Add(new($"/terms/{name}", "is not taken here"));
        }

        (assignment["id"], assignment["person"], assignment["plan"]) = (Somebody, somebody, plan);
        assignment["from"] ??= $"{year.Start:yyyy-MM-dd}";
        var read = ResourceBody.Read(ResourceKinds.Assignments, JsonSerializer.SerializeToElement(assignment, Json.SalesPerfJsonContext.Default.JsonObject));
        var errors = read.Content is { } content
            ? ResourceChecks.Merge(
                read.Errors,
                [
                    .. References.Unknown(References.Of(content).Where(reference => reference.Kind is "objective" or "metric"), model, content.From),
                    .. AssignmentRules.Validate(content, model.Plan(plan, content.From)),
                ])
            : read.Errors;
        problems.AddRange(errors.Select(error => new FieldProblem("/terms" + error.Pointer, error.Detail)));
        return problems.Count > 0 || read.Content is not { } valid
            ? []
            : PlanTerms.Find(
                model with { Assignments = new Dictionary<string, Resource<PlanAssignment>> { [Somebody] = new(Somebody, [new(1, ResourceChanges.Beginning, DateTimeOffset.UnixEpoch, "trial", valid)]) } },
                somebody,
                year,
                calendar);
    }
}
