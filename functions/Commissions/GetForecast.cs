using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Pages;

namespace SalesPerf.Functions.Commissions;

/// <summary>What commissions are to be expected in a period, by person or team; for finance as CSV too.</summary>
[Requires(AccessAction.ReadForecast)]
public sealed class GetForecast(Authorize authorize, ModelDirectory directory, ReadForecasts forecasts, ReadTeamForecasts teamForecasts, AccessLog log, TimeProvider time)
{
    [Function(nameof(GetForecast))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/commissions/forecast")] HttpRequest request, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ReadForecast, cancellationToken);
        var query = new Query(request, "period", "groupBy", "asOf", "run", "person", "team", "format");
        var now = time.GetUtcNow();
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var calendar = ScorecardInputs.Calendar(model, now);
        var today = model.Today(now);
        var period = ForecastPeriods.Read(query, calendar, today);
        var isByTeam = IsByTeam(query.Text("groupBy"));
        var (asOf, run) = (query.Known("asOf", model, now), query.Instant("run"));
        if (asOf is not null && run is not null)
        {
            return Problems.BadQuery("run", "Ask for asOf or for a run, not for both.");
        }

        var (person, team) = (query.Text("person"), query.Text("team"));
        if ((person is not null && !MaySee(AccessTarget.OfPerson(person), model.People.ContainsKey(person)))
            || (team is not null && !MaySee(AccessTarget.OfTeam(team), model.Teams.ContainsKey(team)))
            || (run is { } asked && !await forecasts.IsRunAsync(period.Id, asked, cancellationToken)))
        {
            return Problems.NotFound();
        }

        if (isByTeam && person is not null)
        {
            return Problems.BadQuery("person", "Ask about a person or by team, not for both.");
        }

        var teams = isByTeam || team is not null ? await teamForecasts.ReadAsync(model, period, asOf, run, today, cancellationToken) : new AskedTeams([]);
        var within = team is null ? null : teams.Of(team);
        var members = within?.People.ToHashSet(StringComparer.Ordinal);
        ForecastTeam[] listed = isByTeam ? [.. teams.All.Where(IsListed)] : [];
        var added = listed.SelectMany(one => one.People).ToHashSet(StringComparer.Ordinal);
        var found = (asOf, run) switch
        {
            ({ } known, _) => await forecasts.AsOfAsync(period.Id, known, IsAsked, cancellationToken),
            (_, { } published) => await forecasts.OfRunAsync(model, period, published, IsAsked, cancellationToken),
            _ => await forecasts.LiveAsync(model, calendar, period, isByTeam, IsAsked, cancellationToken),
        };
        var at = asOf ?? run ?? (found.Count == 0 ? now : found.Max(forecast => forecast.At));
        ForecastItem[] people = [.. found.SelectMany(forecast => ForecastItem.Of(forecast.Result, asOf ?? forecast.At, run))];
        var items = people;
        if (isByTeam)
        {
            var results = found.ToDictionary(forecast => forecast.Result.Person, forecast => forecast.Result, StringComparer.Ordinal);
            items = [.. listed.SelectMany(one => teams.Forecast(one, results).Select(forecast => ForecastItem.Of(one.Team, teams.ParentOf(one.Team), period.Id, forecast, at, run)))];
        }

        var answer = new ForecastAnswer(
            period.Id, at, run, items, ForecastTotal.Of(people), [.. found.Where(forecast => !forecast.Result.IsComputed).Select(forecast => forecast.Result.Person)])
        {
            LatestRun = run is null && asOf is null ? await forecasts.LatestRunAsync(period.Id, cancellationToken) : null,
        };
        var form = query.Form(request);
        if (form == Accept.Csv || (person is null && items.Any(item => item.PersonId is null || item.PersonId != principal.PersonId)))
        {
            await log.RecordAsync(principal, "forecast", form[(form.IndexOf('/', StringComparison.Ordinal) + 1)..], query, items.Length, cancellationToken);
        }

        return form switch
        {
            Accept.Csv => ForecastCsv.Reply(answer, isByTeam),
            Accept.Html => Reply.Html(
                new ForecastPage(new Names(model, calendar, period.LastBy(today)), new PeriodLinks(calendar, today), query.Link).Render(answer, period, isByTeam, person, team), ContentSecurityPolicies.Page),
            _ => Reply.Json(answer),
        };

        bool MaySee(AccessTarget target, bool exists) => exists && May(target);

        bool IsAsked(string candidate) =>
            (person is null || candidate == person)
            && (members is null || members.Contains(candidate))
            && (added.Contains(candidate) || May(AccessTarget.OfPerson(candidate)));

        bool IsListed(ForecastTeam candidate) => (within is null || within.Under.Contains(candidate.Team)) && May(AccessTarget.OfTeam(candidate.Team));

        bool May(AccessTarget target) => AccessPolicy.May(principal, AccessAction.ReadForecast, target, model, period.LastBy(today));
    }

    private static bool IsByTeam(string? groupBy) => groupBy switch
    {
        null or "person" => false,
        "team" => true,
        _ => throw Problems.BadQuery("groupBy", "Group by person or team.").ToException(),
    };
}
