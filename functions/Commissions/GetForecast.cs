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
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/commissions/forecast")] HttpRequest request, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ReadForecast, cancellationToken);
        var query = new Query(request, "period", "groupBy", "asOf", "run", "person", "team", "format");
        var now = time.GetUtcNow();
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var calendar = MakeForecast.Calendar(model, now);
        var today = MakeForecast.Today(model, now);
        var period = query.Text("period") is { } id
            ? calendar.Parse(id) ?? throw Problems.BadRequest("A period is 2026-11, 2026-Q4, 2026-T3, 2026-H2 or 2026.", "?period").ToException()
            : calendar.PeriodOf(PeriodKind.Quarter, today);
        if (period.Kind == PeriodKind.Week)
        {
            return Problems.BadRequest("Commissions are forecast for months and longer.", "?period");
        }

        var isByTeam = IsByTeam(query.Text("groupBy"));
        var (asOf, run) = (AsOf(query, model), query.Instant("run"));
        if (asOf is not null && run is not null)
        {
            return Problems.BadRequest("Ask for asOf or for a run, not for both.", "?run");
        }

        var (person, team) = (query.Text("person"), query.Text("team"));
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
            period.Id, at, run, items, ForecastTotal.Of(people), [.. found.Where(forecast => !forecast.Result.IsComputed).Select(forecast => forecast.Result.Person)]);
        return IsCsv(request, query) ? ForecastCsv.Reply(answer, isByTeam) : Reply.Json(answer);

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
        _ => throw Problems.BadRequest("The format is json or csv.", "?format").ToException(),
    };

    private static bool IsByTeam(string? groupBy) => groupBy switch
    {
        null or "person" => false,
        "team" => true,
        _ => throw Problems.BadRequest("Group by person or team.", "?groupBy").ToException(),
    };

    /// <summary>An instant, or a day, which means what was known when it ended in the organisation's zone.</summary>
    private static DateTimeOffset? AsOf(Query query, Model model)
    {
        if (query.Text("asOf") is not { Length: 10 })
        {
            return query.Instant("asOf");
        }

        var day = query.Date("asOf")!.Value;
        return LocalTime.StartOf(day.AddDays(1), LocalTime.Zone(model.Calendar(day).Zone)).AddTicks(-1);
    }

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
