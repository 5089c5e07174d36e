using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Competencies;

/// <summary>The activities and deal events behind a cell of a scorecard, oldest first: what was counted, one by one.</summary>
[Requires(AccessAction.ReadScorecard)]
public sealed class GetScorecardActivities(Authorize authorize, ModelDirectory directory, IDocumentStore store, TimeProvider time)
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
        var period = ReadScorecards.Period(ScorecardInputs.Calendar(model, now), query.Text("period"), today);
        Authorize.Require(principal, AccessAction.ReadScorecard, AccessTarget.OfPerson(id), model, period.LastBy(today));
        if (!model.People.ContainsKey(id) || model.Metric(metric, today) is null)
        {
            return Problems.NotFound();
        }

        var items = await ActivitiesAsync(model, id, metric, period, cancellationToken);
        items.AddRange(await DealEventsAsync(model, id, metric, period, cancellationToken));
        var ordered = items.OrderBy(item => item.OccurredAt).ThenBy(item => item.Key, StringComparer.Ordinal).Take(MaxItems).ToList();
        return Reply.Json(new CountedActivities(id, metric, period.Id, ordered, items.Count > MaxItems));
    }

    private async Task<List<CountedActivity>> ActivitiesAsync(Model model, string person, string metric, Period period, CancellationToken cancellationToken)
    {
        var found = new List<CountedActivity>();
        foreach (var (source, owner) in model.IdentitiesOf(person))
        {
            // A local day lies within a day of its UTC day.
            var range = new RangeQuery(
                Partitions.Who(source, owner), ActivityDocuments.Kind, DealDocuments.At(period.Start.AddDays(-1)), DealDocuments.At(period.End.AddDays(1)), Size: 1000);
            await foreach (var stored in store.RangeAsync<Activity>(range, cancellationToken))
            {
                var activity = stored.Value;
                var metering = MonthMetering.Of(model, person, RollupMonths.Of(activity.OccurredAt));
                var day = metering.LocalDay(activity.OccurredAt);
                if (period.Contains(day) && metering.Matcher.Feeds(metric, activity, day) && found.Count <= MaxItems)
                {
                    found.Add(new CountedActivity(
                        activity.Source, activity.Key, activity.Type, activity.OccurredAt, activity.Account, activity.Contact, activity.Deal, activity.Conversation,
                        activity.Amount, activity.Currency, activity.Attributes));
                }
            }
        }

        return found;
    }

    private async Task<IReadOnlyList<CountedActivity>> DealEventsAsync(Model model, string person, string metric, Period period, CancellationToken cancellationToken)
    {
        var found = new List<CountedActivity>();
        foreach (var kind in new[] { DealDocuments.ContributionKind, DealDocuments.OpenKind })
        {
            await foreach (var stored in store.RangeAsync<Contribution>(new RangeQuery(Partitions.Rep(person), kind, Size: 1000), cancellationToken))
            {
                found.AddRange(stored.Value.Events
                    .Where(happened => Counts(model, person, metric, period, stored.Value, happened))
                    .Select(happened => new CountedActivity(
                        stored.Value.Source, happened.Key, happened.Type, happened.At, happened.State.Account, null, stored.Value.Deal, null,
                        happened.State.Amount, happened.State.Currency, null)));
            }
        }

        return found;
    }

    private static bool Counts(Model model, string person, string metric, Period period, Contribution contribution, DealEvent happened)
    {
        var metering = MonthMetering.Of(model, person, RollupMonths.Of(happened.At));
        var day = metering.LocalDay(happened.At);
        return period.Contains(day)
            && (metering.Matcher.Feeds(contribution, happened, day).Contains(metric) || IsOnPath(model, metric, happened, day));
    }

    /// <summary>Conversions and durations count deals; their events at either end are what explains them.</summary>
    private static bool IsOnPath(Model model, string metric, DealEvent happened, DateOnly day)
    {
        var measure = model.Metric(metric, day)?.Measure;
        return measure is { Kind: MetricKinds.Conversion or MetricKinds.Duration }
            && (IsAt(measure.FromStage) || IsAt(measure.ToStage));

        bool IsAt(string? stage) => stage switch
        {
            "created" => happened.Type == ActivityTypes.DealCreated,
            "won" => happened.Type == ActivityTypes.DealWon,
            "lost" => happened.Type == ActivityTypes.DealLost,
            _ => happened.State.Stage == stage && happened.Type is ActivityTypes.DealCreated or ActivityTypes.DealStageChanged,
        };
    }
}

/// <summary>What a cell counted. <paramref name="IsCut"/>: there is more than is shown.</summary>
public sealed record CountedActivities(string Person, string Metric, string Period, IReadOnlyList<CountedActivity> Items, bool IsCut);

/// <summary>One of them.</summary>
public sealed record CountedActivity(
    string Source,
    string Key,
    string Type,
    DateTimeOffset OccurredAt,
    string? Account,
    string? Contact,
    string? Deal,
    string? Conversation,
    decimal? Amount,
    string? Currency,
    SortedDictionary<string, string>? Attributes);
