using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Leaderboards;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Pages;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Leaderboards;

/// <summary>A team's standings by a metric, or by the composite score, composed from its members' scorecards.</summary>
[Requires(AccessAction.ReadLeaderboard)]
public sealed class GetLeaderboard(Authorize authorize, ModelDirectory directory, ReadScorecards scorecards, TimeProvider time)
{
    /// <summary>The metric that stands for the composite score.</summary>
    internal const string Score = "score";

    private const int ReadAtOnce = 16;

    [Function(nameof(GetLeaderboard))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/teams/{id}/leaderboard")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ReadLeaderboard, cancellationToken);
        var now = time.GetUtcNow();
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var calendar = ScorecardInputs.Calendar(model, now);
        var today = LocalTime.DateOf(now, calendar.Zone);
        var query = new Query(request, "metric", "period", "by", "role");
        var period = ReadScorecards.Period(calendar, query.Text("period"), today);
        var date = period.LastBy(today);
        Authorize.Require(principal, AccessAction.ReadLeaderboard, AccessTarget.OfTeam(id), model, date);
        var metric = query.Text("metric") ?? Score;
        var definition = model.Metric(metric, date);
        var role = query.Text("role");
        if (model.Team(id, date) is null || (role is not null && !model.Roles.ContainsKey(role)) || (definition is null && metric != Score))
        {
            return Problems.NotFound();
        }

        var isByAttainment = query.Text("by") switch
        {
            null => definition?.Direction == "inRange",
            "value" => false,
            "attainment" => metric != Score,
            _ => throw Problems.BadQuery("by", "Rank by value or attainment.").ToException(),
        };
        var direction = isByAttainment || definition is null || definition.Direction == "inRange" ? Leaderboard.HigherIsBetter : definition.Direction;
        Person[] members = [.. model.MembersOf(id, date).Where(person => person.Role is not null && (role is null || person.Role == role))];
        var before = await CardsAsync(model, calendar, members, calendar.Previous(period), cancellationToken);
        var cards = await CardsAsync(model, calendar, members, period, cancellationToken);
        var rows = Leaderboard.Rank(
            Entries(cards, metric, isByAttainment), direction, previous: Leaderboard.Rank(Entries(before, metric, isByAttainment), direction));
        var answer = new LeaderboardAnswer(
            id, period.Id, metric, definition?.Unit, direction, [.. rows.Select(row => Place(row, model.Person(row.Id, date), cards[row.Id], metric))], calendar.Previous(period).Id);
        if (Accept.Choose(request, Accept.Json, Accept.Html) == Accept.Json)
        {
            return Reply.Json(answer);
        }

        var metrics = cards.Values.SelectMany(card => card.Metrics).Where(cell => cell.Threshold is not null).Select(cell => cell.Metric).Distinct().Order(StringComparer.Ordinal);
        return Reply.Html(new LeaderboardPage(new Names(model, calendar, date), new PeriodLinks(calendar, today)).Render(answer, period, metrics), ContentSecurityPolicies.Page);
    }

    private async Task<IReadOnlyDictionary<string, Scorecard>> CardsAsync(
        Model model, FiscalCalendar calendar, IEnumerable<Person> members, Period period, CancellationToken cancellationToken)
    {
        var cards = new System.Collections.Concurrent.ConcurrentDictionary<string, Scorecard>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(
            members,
            Several.AtOnce(ReadAtOnce, cancellationToken),
            async (person, stop) => cards[person.Id] = (await scorecards.ShowAsync(model, calendar, person.Id, period, stop)).Card);
        return cards;
    }

    private static IEnumerable<LeaderboardEntry> Entries(IReadOnlyDictionary<string, Scorecard> cards, string metric, bool isByAttainment) =>
        cards.Select(card => new LeaderboardEntry(card.Key, ValueOf(card.Value, metric, isByAttainment)));

    /// <summary>What is unknown ranks nobody: an attainment that does not count, a value that nothing feeds, of no working day, or of too few to tell.</summary>
    internal static decimal? ValueOf(Scorecard card, string metric, bool isByAttainment) =>
        metric == Score ? card.Composite
        : card.Metrics.FirstOrDefault(cell => cell.Metric == metric) is not { } cell ? null
        : isByAttainment ? (cell.NotCounted is null ? cell.Attainment : null)
        : cell.NotCounted is GreyReasons.NoFeed or GreyReasons.NoActiveDay or GreyReasons.MinDenominator ? null : cell.Value;

    private static LeaderboardPlace Place(LeaderboardRow row, Person? person, Scorecard card, string metric)
    {
        var cell = card.Metrics.FirstOrDefault(cell => cell.Metric == metric);
        return new LeaderboardPlace(row.Rank, row.Id, person?.Name ?? row.Id, row.Value, cell?.Attainment, cell?.Colour, row.PreviousRank, row.Change);
    }
}

/// <summary>A team's standings.</summary>
/// <param name="PreviousPeriod">The period that changes of rank are counted from.</param>
public sealed record LeaderboardAnswer(string Team, string Period, string Metric, string? Unit, string Direction, IReadOnlyList<LeaderboardPlace> Items, string PreviousPeriod);

/// <summary>A place. The previous rank is that of the period before; a change above zero is places won.</summary>
public sealed record LeaderboardPlace(
    int? Rank, string PersonId, string Name, decimal? Value, decimal? AttainmentPercent, string? Colour, int? PreviousRank, int? Change);
