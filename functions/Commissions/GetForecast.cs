using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Commissions;

/// <summary>What commissions are to be expected in a period, by person or team; for finance as CSV too.</summary>
[Requires(AccessAction.ReadForecast)]
public sealed class GetForecast(Authorize authorize, ModelDirectory directory, ReadForecasts forecasts, TimeProvider time)
{
    [Function(nameof(GetForecast))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/commissions/forecast")] HttpRequest request, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ReadForecast, cancellationToken);
        var query = new Query(request, "period", "groupBy", "asOf", "run", "person", "team", "format");
        var now = time.GetUtcNow();
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var calendar = MakeForecast.Calendar(model, now);
        var today = MakeForecast.Today(model, now);
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

        var members = team is null ? null : model.MembersOf(team, today).Select(member => member.Id).ToHashSet(StringComparer.Ordinal);
        var found = (asOf, run) switch
        {
            ({ } known, _) => await forecasts.AsOfAsync(period.Id, known, IsAsked, cancellationToken),
            (_, { } published) => await forecasts.OfRunAsync(period, published, IsAsked, cancellationToken),
            _ => await forecasts.LiveAsync(model, calendar, period, IsAsked, cancellationToken),
        };
        var at = asOf ?? run ?? (found.Count == 0 ? now : found.Max(forecast => forecast.At));
        ForecastItem[] people = [.. found.SelectMany(forecast => ForecastItem.Of(forecast.Result, asOf ?? forecast.At, run))];
        IReadOnlyList<ForecastItem> items = people;
        if (isByTeam)
        {
            var known = asOf is { } then ? await directory.AsOfAsync(then, cancellationToken) : model;
            items = ByTeam(principal, known, period, found, at, run, asOf is { } day ? MakeForecast.Today(known, day) : today);
        }

        var answer = new ForecastAnswer(
            period.Id, at, run, items, ForecastTotal.Of(people), [.. found.Where(forecast => !forecast.Result.IsComputed).Select(forecast => forecast.Result.Person)])
        {
            LatestRun = run is null && asOf is null ? await forecasts.LatestRunAsync(period.Id, cancellationToken) : null,
        };
        return IsCsv(request, query) ? ForecastCsv.Reply(answer, isByTeam) : Reply.Json(answer);

        bool MaySee(AccessTarget target, bool exists) => exists && AccessPolicy.May(principal, AccessAction.ReadForecast, target, model, period.LastBy(today));

        bool IsAsked(string candidate) =>
            (person is null || candidate == person)
            && (members is null || members.Contains(candidate))
            && AccessPolicy.May(principal, AccessAction.ReadForecast, AccessTarget.OfPerson(candidate), model, period.LastBy(today));
    }

    /// <summary>By Accept; for links in a browser also by <c>format=csv</c>.</summary>
    private static bool IsCsv(HttpRequest request, Query query) => query.Text("format") switch
    {
        null => Accept.WantsCsv(request),
        "json" => false,
        "csv" => true,
        _ => throw Problems.BadQuery("format", "The format is json or csv.").ToException(),
    };

    private static bool IsByTeam(string? groupBy) => groupBy switch
    {
        null or "person" => false,
        "team" => true,
        _ => throw Problems.BadQuery("groupBy", "Group by person or team.").ToException(),
    };

    /// <summary>Teams that the caller may see and that have somebody in them, parents before children.</summary>
    private static List<ForecastItem> ByTeam(
        Principal principal, Model model, Period period, IReadOnlyList<StoredForecast> found, DateTimeOffset asOf, DateTimeOffset? run, DateOnly date)
    {
        var byPerson = found.ToDictionary(forecast => forecast.Result.Person, forecast => forecast.Result, StringComparer.Ordinal);
        var items = new List<ForecastItem>();
        foreach (var team in model.RootTeams(date).SelectMany(root => model.TeamsUnder(root.Id, date)).DistinctBy(team => team.Id))
        {
            if (AccessPolicy.May(principal, AccessAction.ReadForecast, AccessTarget.OfTeam(team.Id), model, period.LastBy(date)))
            {
                var members = model.MembersOf(team.Id, date).Select(member => byPerson.GetValueOrDefault(member.Id)).OfType<PersonForecastResult>();
                items.AddRange(TeamForecast.Combine(members).Select(forecast => ForecastItem.Of(team.Id, period.Id, forecast, asOf, run)));
            }
        }

        return items;
    }
}
