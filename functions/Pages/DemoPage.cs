using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Pages;

/// <summary>What the first page counts.</summary>
/// <param name="Waiting">Messages that are due; null where the bus cannot say.</param>
/// <param name="Week">The week of the last digest.</param>
internal sealed record DemoState(
    int People, int Teams, long Activities, long Duplicates, long? Waiting, bool IsAnswering, Period Month, Period Quarter, Period? Week);

/// <summary>The first page of a demo.</summary>
internal sealed class DemoPage(Names names)
{
    public string Render(IHomePageLinks demo, DemoState state) => Layout.Page(demo.Title, Html.Of(
        $"""
        <h1>{Names.Clean(demo.Title)}</h1>
        <p class="soft">SalesPerf measures how sales people work, forecasts what they will earn, and tells their managers whom to talk to. This is a demo on sample data.</p>
        {(demo.Progress is { } progress ? Html.Of($"<section><h2>Loading</h2><p>{Names.Clean(progress)}. This page looks again every two seconds.</p></section>") : Html.Empty)}
        <div class="grid figures">
        {Figure(state.People, state.People == 1 ? "person" : "people")}
        {Figure(state.Teams, state.Teams == 1 ? "team" : "teams")}
        {Figure(state.Activities, $"activities taken since the start, {Figures.Count((int)Math.Min(state.Duplicates, int.MaxValue), "repeat", "repeats")} told apart")}
        <div class="card"><div>{(state.IsAnswering ? Layout.Chip("green", "healthy") : Layout.Chip("red", "failing"))}</div><div class="soft">{Waiting(state)}</div></div>
        </div>
        <div class="grid">
        {Card("A scorecard", "What somebody does and reaches, against what their role expects, and what every number is made of.", Scorecard(demo, state))}
        {Card("A leaderboard", "A team's standings by score or by any metric.", Leaderboard(demo, state))}
        {Card("A commission forecast", "What everybody will have earned by the end of the quarter, as a distribution.", Forecast(state))}
        {Card("A commission statement", "What somebody earns this month and what their open deals would pay: every credit with its tier and rate.", Statement(demo, state))}
        {Card("A manager's digest", "The mail of Monday morning: who is at risk and why, whom to talk to, wins to praise.", Digest(demo, state))}
        {Card("Notifications", "What crossed a threshold, and what was sent.", [("Newest first", "/api/v1/notifications")])}
        {Card("The interface", "Everything above is JSON for programs, too.", [("openapi.json", "/api/v1/openapi.json"), ("Health", "/api/v1/health"), ("The organisation", "/api/v1/model"), ("Sources", "/api/v1/sources"), ("What could not be taken", "/api/v1/dead-letters")])}
        </div>
        <p class="soft small">Your browser has a key of the demo in a cookie, so these links work. Programs send a key in the header <code>x-api-key</code>; the console printed one for each role.</p>
        """));

    private IEnumerable<(string Text, string Href)> Scorecard(IHomePageLinks demo, DemoState state) => demo.Person is not { } person ? [] :
    [
        ($"{names.Person(person)}, {Figures.Name(state.Month)}", Links.Relative.Scorecard(person, state.Month.Id)),
        (Figures.Name(state.Quarter), Links.Relative.Scorecard(person, state.Quarter.Id)),
    ];

    private IEnumerable<(string Text, string Href)> Leaderboard(IHomePageLinks demo, DemoState state) => demo.Team is not { } team ? [] :
        [($"{names.Team(team)}, {Figures.Name(state.Month)}", Links.Relative.Leaderboard(team, Leaderboards.GetLeaderboard.Score, state.Month.Id))];

    private static IEnumerable<(string Text, string Href)> Forecast(DemoState state)
    {
        var href = $"/api/v1/commissions/forecast?period={Uri.EscapeDataString(state.Quarter.Id)}";
        return [($"{Figures.Name(state.Quarter)} by person", href), ("By team", $"{href}&groupBy=team"), ("CSV", $"{href}&format=csv")];
    }

    private IEnumerable<(string Text, string Href)> Statement(IHomePageLinks demo, DemoState state)
    {
        if (demo.Person is not { } person)
        {
            return [];
        }

        var href = Links.Relative.Statement(person, state.Month.Id);
        return [($"{names.Person(person)}, {Figures.Name(state.Month)}", href), ("CSV", href + "?format=csv")];
    }

    private IEnumerable<(string Text, string Href)> Digest(IHomePageLinks demo, DemoState state)
    {
        if (demo.Manager is not { } manager || state.Week is not { } week)
        {
            return [];
        }

        var href = Links.Relative.Digest(manager, week.Id);
        return [($"{names.Person(manager)}, {Figures.Name(week)}", href), ("The mail itself", href + ".eml")];
    }

    private static Html Figure(long count, string what) =>
        Html.Of($"<div class=\"card\"><div class=\"figure\">{Figures.Number(count)}</div><div class=\"soft\">{what}</div></div>\n");

    private static Html Card(string title, string text, IEnumerable<(string Text, string Href)> links)
    {
        var all = links.ToList();
        return Html.Of(
            $"""
            <div class="card"><h2>{title}</h2><p class="soft small">{text}</p>
            <nav>{all.Select(link => Layout.Link(link.Href, link.Text))}{(all.Count == 0 ? Html.Of($"<span class=\"soft\">Not loaded yet</span>") : Html.Empty)}</nav></div>

            """);
    }

    private static string Waiting(DemoState state) => state.Waiting switch
    {
        null => "",
        0 => "nothing waits in the queues",
        { } waiting => $"{Figures.Number(waiting)} {(waiting == 1 ? "message waits" : "messages wait")} in the queues",
    };
}
