using SalesPerf.Domain.Digests;
using SalesPerf.Functions.Pages;

namespace SalesPerf.Functions.Digests;

/// <summary>
/// The HTML part, and the page. Mail clients drop style sheets and scripts, so it is tables with inline styles, light, at most 600 pixels wide and readable on
/// a telephone; clients that know the reader's wish for dark get it from a few lines of style. Every colour has a word or a number beside it. Nothing is loaded
/// from anywhere.
/// </summary>
internal sealed class DigestHtml(Names names, Links links, DigestLimits limits)
{
    private readonly DigestWords words = new(names);

    private bool IsPage => limits == DigestLimits.Page;

    public string Render(Digest digest)
    {
        var headline = DigestWords.Headline(digest);
        headline = char.ToUpperInvariant(headline[0]) + headline[1..];
        var (month, scores) = (digest.Month, DigestWords.ScorePeriod(digest));
        var (turned, praised) = (words.Turned(digest), words.Praised(digest));
        Html?[] sections =
        [
            Section(digest, "forecast", "Forecast", [.. digest.Forecasts.Select(Forecast)], 0),
            Section(digest, "teams", "Teams", [.. digest.Teams.Select(team => Team(team, scores))], 0),
            Section(digest, "risk", "At risk, and why", [.. digest.AtRisk.Items.Take(limits.Risks).Select(risk => Risk(risk, month, scores))], Rest(digest.AtRisk, limits.Risks)),
            Section(digest, "talks", "Talk to, this week", Slots(digest), Rest(digest.ToDo, limits.Slots)),
            Section(digest, "praise", "Say well done", [.. praised.Take(limits.Praise).Select(praise => Line(praise.Person, scores, praise.Text))], Math.Max(0, praised.Count - limits.Praise) + digest.Praise.More),
            Section(
                digest,
                "turned",
                "What turned",
                [.. turned.Take(limits.Turned).Select(line => Line(line.Person, month, line.Text, DigestParts.Chip(line.To, line.To)))],
                Math.Max(0, turned.Count - limits.Turned) + digest.Crossed.More),
            Section(digest, "due", "Follow-ups due", [.. digest.FollowUps.Items.Take(limits.FollowUps).Select(due => Line(due.Person, month, Figures.Day(due.Due)))], Rest(digest.FollowUps, limits.FollowUps)),
            Section(digest, "together", "Everybody together", [.. digest.Metrics.Select(metric => Metric(metric, digest))], 0),
        ];
        return DigestParts.Page(
            headline,
            words.Week(digest),
            Html.Of($"{DigestParts.Bar(digest.People)}{DigestParts.Muted(words.Score(digest))}"),
            Html.Join(sections.OfType<Html>()),
            Footer(digest)).ToString();
    }

    private Html Footer(Digest digest)
    {
        var here = links.Digest(digest.Manager, digest.Week);
        return IsPage
            ? Html.Of($"{DigestParts.Link("/", "SalesPerf")} &ensp; {DigestParts.Link(here + ".eml", "This digest as a mail")}")
            : DigestParts.Link(here, "Open in the browser");
    }

    private static int Rest<T>(DigestList<T> list, int most) => Math.Max(0, list.Items.Count - most) + list.More;

    /// <summary>What is left out of a mail is on the page; what was not kept at all can only be counted.</summary>
    private Html? Section(Digest digest, string id, string title, List<Html> rows, int more) =>
        rows.Count == 0 ? null
        : DigestParts.Section(id, title, more == 0 ? rows : [.. rows, DigestParts.More(more, IsPage ? null : $"{links.Digest(digest.Manager, digest.Week)}#{id}")]);

    private Html Forecast(DigestForecast forecast) => DigestParts.Block(Html.Of(
        $"""
        <strong>{DigestWords.Expected(forecast)}</strong> expected, {names.Period(forecast.Period)}
        {(forecast.Quota is { } quota and > 0m ? DigestParts.Progress(100m * forecast.Expected / quota) : Html.Empty)}
        {DigestParts.Muted(DigestWords.Outlook(forecast))}
        """));

    private Html Team(DigestTeam team, string scores) => DigestParts.Row(
        DigestParts.Link(links.Leaderboard(team.Team, Leaderboards.GetLeaderboard.Score, scores), names.Team(team.Team), DigestParts.NameStyle),
        Html.Of($"{DigestParts.Bar(team.People)}{DigestParts.Small(DigestWords.Colours(team.People))}"),
        null);

    private Html Risk(DigestRisk risk, string month, string scores) => DigestParts.Row(
        Html.Of($"{Person(risk.Person, scores)}{(risk.Through is { } through ? DigestParts.Small($" with {names.Person(through)}") : Html.Empty)}"),
        Html.Join(risk.Cells.Take(limits.Cells).Select(cell => Html.Of(
            $"<div style=\"padding-top:2px\">{DigestParts.Link(links.Activities(risk.Person, cell.Metric, cell.Period), words.Metric(cell, month))}&ensp;{words.Facts(cell)}</div>\n"))),
        DigestParts.Score(risk.Score));

    private List<Html> Slots(Digest digest)
    {
        var rows = new List<Html>();
        DateOnly? day = null;
        foreach (var slot in digest.ToDo.Items.Take(limits.Slots))
        {
            if (slot.Day is { } next && next != day)
            {
                rows.Add(DigestParts.SubHead(Figures.Day(next)));
                day = next;
            }

            rows.Add(Slot(slot, digest));
        }

        return rows;
    }

    private Html Slot(DigestSlot slot, Digest digest)
    {
        var scores = DigestWords.ScorePeriod(digest);
        var behind = slot.Behind is { Count: > 0 } some
            ? Html.Of($"<div style=\"padding-top:2px\">{Html.Join(some.Select((one, index) => Html.Of($"{(index == 0 ? "" : ", ")}{DigestParts.Link(links.Scorecard(one.Person, scores), names.Person(one.Person))} {Figures.Percent(one.Score)}")))}{More(slot, some.Count)}</div>")
            : Html.Empty;
        return Line(slot.Person, slot.Cell?.Period ?? scores, words.Reason(slot, digest.Month), null, behind);
    }

    /// <summary>How many more of the people they lead are behind than are named.</summary>
    public static string More(DigestSlot slot, int named) => slot.Count > named ? $" and {slot.Count - named} more" : "";

    private Html Metric(DigestMetric metric, Digest digest) => DigestParts.Row(
        Html.Of($"<strong>{names.Metric(metric.Metric)}</strong>"),
        Html.Of(
            $"""
            {DigestParts.Measure(names.Period(digest.Month), words.Measure(metric.Month, metric.Metric))}{DigestParts.Measure("Last week", words.Measure(metric.Week, metric.Metric))}{DigestParts.Bar(metric.People)}{DigestParts.Small(words.People(metric, digest.Month))}
            """),
        null);

    private Html Line(string person, string period, string text, Html? chip = null, Html? below = null) =>
        DigestParts.Line(Html.Of($"{Person(person, period)}&ensp;{text}{below}"), chip);

    private Html Person(string person, string period) => DigestParts.Link(links.Scorecard(person, period), names.Person(person), DigestParts.NameStyle);
}
