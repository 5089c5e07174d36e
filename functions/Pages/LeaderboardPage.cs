using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Leaderboards;

namespace SalesPerf.Functions.Pages;

/// <summary>A team's standings to read.</summary>
internal sealed class LeaderboardPage(Names names, PeriodLinks periods)
{
    /// <param name="board">The standings.</param>
    /// <param name="period">Their period.</param>
    /// <param name="metrics">What else the team can be ranked by.</param>
    public string Render(LeaderboardAnswer board, Period period, IEnumerable<string> metrics)
    {
        var isScore = board.Metric == GetLeaderboard.Score;
        var title = isScore ? "Score" : names.Metric(board.Metric);
        string[] heads = isScore ? ["Person", "#Rank", "Change", "Attained", "Colour"] : ["Person", "#Rank", "Change", "#" + title, "Attained", "Colour"];
        return Layout.Page($"{names.Team(board.Team)}: {title}", Html.Of(
            $"""
            <h1>{names.Team(board.Team)}</h1>
            <p class="soft">{title}, {Figures.Name(period)}, {Figures.Days(period.Start, period.Last)}</p>
            {periods.Around(period, other => Links.Relative.Leaderboard(board.Team, board.Metric, other))}
            <section>{Layout.Table(heads, board.Items.Select(place => Row(heads, board, place)))}{(board.Items.Count == 0 ? Html.Of($"<p class=\"soft\">Nobody is in this team.</p>") : Html.Empty)}</section>
            <section><h2>Rank by</h2><nav>{new[] { GetLeaderboard.Score }.Concat(metrics.Order(StringComparer.Ordinal)).Select(metric => Choice(board, metric))}</nav></section>
            <p class="soft small">▲ and ▼ are places won and lost since {names.Period(board.PreviousPeriod)}, as it ended. As JSON: the same address with <code>Accept: application/json</code>.</p>
            """));
    }

    /// <summary>A metric to rank by; the one that is, marked.</summary>
    private Html Choice(LeaderboardAnswer board, string metric)
    {
        var name = metric == GetLeaderboard.Score ? "Score" : names.Metric(metric);
        return metric == board.Metric
            ? Html.Of($"<span aria-current=\"true\">✓ {name}</span>")
            : Layout.Link(Links.Relative.Leaderboard(board.Team, metric, board.Period), name);
    }

    private Html Row(IReadOnlyList<string> heads, LeaderboardAnswer board, LeaderboardPlace place)
    {
        var isScore = board.Metric == GetLeaderboard.Score;
        var person = Layout.Link(Links.Relative.Scorecard(place.PersonId, board.Period), Names.Clean(place.Name));
        var rank = Html.Of($"{place.Rank?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "–"}");
        var change = Html.Of($"{Change(place.Change)}");
        var attained = Layout.Attainment(isScore ? place.Value : place.AttainmentPercent);
        var chip = Chip(isScore ? DigestComposer.ColourOf(place.Value) : place.Colour);
        return isScore
            ? Layout.Row(heads, person, rank, change, attained, chip)
            : Layout.Row(heads, person, rank, change, Layout.Link(Links.Relative.Activities(place.PersonId, board.Metric, board.Period), names.Measured(board.Metric).Value(place.Value)), attained, chip);
    }

    private static Html Chip(string? colour) => Layout.Chip(colour ?? Colours.Grey, Layout.Word(colour));

    private static string Change(int? change) => change switch
    {
        null => "new",
        0 => "=",
        > 0 => $"▲ {change}",
        _ => $"▼ {-change}",
    };
}
