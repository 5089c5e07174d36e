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
        return Layout.Page($"{names.Team(board.Team)}: {title}", Html.Of(
            $"""
            <p class="small">{Layout.Link("/", "SalesPerf")}</p>
            <h1>{names.Team(board.Team)}</h1>
            <p class="soft">{title}, {Figures.Name(period)}, {Figures.Days(period.Start, period.Last)}</p>
            {periods.Around(period, other => Links.Relative.Leaderboard(board.Team, board.Metric, other))}
            <section><div class="scroll"><table>
            <tr><th class="number">Rank</th><th>Change</th><th>Person</th>{(isScore ? Html.Empty : Html.Of($"<th class=\"number\">{title}</th>"))}<th>Attained</th><th>Colour</th></tr>
            {board.Items.Select(place => Row(board, place))}
            </table></div>{(board.Items.Count == 0 ? Html.Of($"<p class=\"soft\">Nobody is in this team.</p>") : Html.Empty)}</section>
            <section><h2>Rank by</h2><nav>{new[] { GetLeaderboard.Score }.Concat(metrics).Select(metric => Layout.Link(
                Links.Relative.Leaderboard(board.Team, metric, period.Id), metric == GetLeaderboard.Score ? "Score" : names.Metric(metric)))}</nav></section>
            <p class="soft small">As JSON: the same address with <code>Accept: application/json</code>.</p>
            """));
    }

    private static Html Row(LeaderboardAnswer board, LeaderboardPlace place)
    {
        var isScore = board.Metric == GetLeaderboard.Score;
        var attained = isScore ? place.Value : place.AttainmentPercent;
        return Html.Of(
            $"""
            <tr><td class="number">{place.Rank?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "–"}</td>
            <td>{Change(place.Change)}</td>
            <td>{Layout.Link(Links.Relative.Scorecard(place.PersonId, board.Period), Names.Clean(place.Name))}</td>
            {(isScore ? Html.Empty : Html.Of($"<td class=\"number\">{Figures.Value(place.Value, board.Unit)}</td>"))}
            <td>{Layout.Attainment(attained)}</td>
            <td>{Chip(isScore ? DigestComposer.ColourOf(place.Value) : place.Colour)}</td></tr>

            """);
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
