using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Pages;

namespace SalesPerf.Functions.Competencies;

/// <summary>The activities and deal events behind a cell of a scorecard, oldest first: each with what it added to the number, or why it added nothing.</summary>
[Requires(AccessAction.ReadScorecard)]
public sealed class GetScorecardActivities(Authorize authorize, ModelDirectory directory, ReadScorecards scorecards, TraceActivities activities, TimeProvider time)
{
    /// <summary>A cell with more is cut, and says so.</summary>
    private const int MaxItems = 5_000;

    [Function(nameof(GetScorecardActivities))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reps/{id}/scorecard/{metric}/activities")] HttpRequest request,
        string id,
        string metric,
        CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var principal = await authorize.RequireAsync(request, AccessAction.ReadScorecard, cancellationToken);
        var query = new Query(request, "period");
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var today = ScorecardInputs.Today(model, id, now);
        var calendar = ScorecardInputs.Calendar(model, now);
        var period = ReadScorecards.Period(calendar, query.Text("period"), today);
        Authorize.Require(principal, AccessAction.ReadScorecard, AccessTarget.OfPerson(id), model, period.LastBy(today));
        var day = ScorecardInput.ReferenceDay(model, id, period, today);
        if (!model.People.ContainsKey(id) || model.Metric(metric, day) is not { } definition)
        {
            return Problems.NotFound();
        }

        Metric[] parts = definition.Measure is { Kind: MetricKinds.Ratio } ratio
            ? [.. new[] { ratio.Numerator, ratio.Denominator }.Select(side => model.Metric(side ?? "", day)).OfType<Metric>()]
            : [definition];
        var (items, isWhole) = await activities.ReadAsync(model, id, definition, parts, period, cancellationToken);
        var (card, _) = await scorecards.ShowAsync(model, calendar, id, period, cancellationToken);
        var cell = card.Metrics.FirstOrDefault(cell => cell.Metric == metric);
        var answer = Answer(id, definition, period, items, isWhole) with { IsEstimated = cell?.IsEstimated == true };
        return Accept.Choose(request, Accept.Json, Accept.Html) == Accept.Json
            ? Reply.Json(answer)
            : Reply.Html(
                new ActivitiesPage(new Names(model, calendar, period.LastBy(today)), LocalTime.Zone(model.ZoneOf(id, period.LastBy(today)))).Render(answer, cell, period),
                ContentSecurityPolicies.Page);
    }

    /// <summary>What nothing feeds has no sum: it was entered by somebody.</summary>
    private static CountedActivities Answer(string person, Metric metric, Period period, IReadOnlyList<CountedItem> items, bool isWhole)
    {
        var isQuotient = metric.Measure.Kind is MetricKinds.Ratio or MetricKinds.Conversion or MetricKinds.Duration;
        decimal? above = isQuotient && isWhole ? items.Sum(item => item.Numerator ?? 0m) : null;
        decimal? below = isQuotient && isWhole ? items.Sum(item => item.Denominator ?? 0m) : null;
        var value = isQuotient ? MetricValues.Quotient(metric, above, below)
            : isWhole && metric.Measure.Kind != MetricKinds.Entered ? items.Sum(item => item.Value ?? 0m)
            : (decimal?)null;
        return new CountedActivities(
            person, metric.Id, period.Id, metric.Measure.Kind, value, above, below, false, [.. items.Take(MaxItems).Select(CountedActivity.Of)], items.Count > MaxItems || !isWhole);
    }
}
