using SalesPerf.Domain.Digests;
using SalesPerf.Functions.Pages;

namespace SalesPerf.Functions.Digests;

/// <summary>
/// The HTML part, and the page that previews it. Mail clients drop style sheets and scripts, so it is tables with inline styles, light, at most 600 pixels
/// wide; every colour has a word or a number beside it. Nothing is loaded from anywhere.
/// </summary>
internal sealed class DigestHtml(Names names, Links links)
{
    public const int MaxRisks = 6;
    public const int MaxCells = 3;
    public const int MaxSlots = 60;
    public const int MaxPraise = 8;
    public const int MaxTurned = 10;
    public const int MaxFollowUps = 10;

    private readonly DigestWords words = new(names);

    public string Render(Digest digest)
    {
        var headline = DigestWords.Headline(digest);
        headline = char.ToUpperInvariant(headline[0]) + headline[1..];
        var turned = words.Turned(digest);
        Html?[] sections =
        [
            Section("Forecast", digest.Forecasts.Select(Forecast)),
            Section("Teams", digest.Teams.Select(team => DigestParts.Row(
                Html.Of($"<strong>{names.Team(team.Team)}</strong>"), Html.Of($"{DigestParts.Bar(team.People)}{DigestParts.Small(DigestWords.Colours(team.People))}"), null))),
            Section("At risk, and why", digest.AtRisk, MaxRisks, risk => Risk(risk, digest.Month)),
            Slots(digest),
            Section("Say well done", digest.Praise, MaxPraise, praise => Line(praise.Person, digest.Month, words.Praise(praise))),
            Section(
                "What turned",
                turned.Take(MaxTurned).Select(line => Line(line.Person, digest.Month, line.Text, DigestParts.Chip(line.To, line.To))),
                Math.Max(0, turned.Count - MaxTurned) + digest.Crossed.More),
            Section("Follow-ups due", digest.FollowUps, MaxFollowUps, due => Line(due.Person, digest.Month, Figures.Day(due.Due))),
            DigestParts.Metrics(digest, names),
        ];
        return DigestParts.Page(
            headline,
            words.Week(digest),
            Html.Of($"{DigestParts.Bar(digest.People)}{DigestParts.Muted(words.Score(digest))}"),
            Html.Join(sections.OfType<Html>()),
            Html.Of($"<a href=\"{links.Digest(digest.Manager, digest.Week)}\" style=\"{DigestParts.LinkStyle}\">Open in the browser</a>")).ToString();
    }

    private static Html? Section(string title, IEnumerable<Html> rows, int more = 0)
    {
        var all = rows.ToList();
        return all.Count == 0 ? null : DigestParts.Section(title, more > 0 ? [.. all, DigestParts.More(more)] : all);
    }

    private static Html? Section<T>(string title, DigestList<T> list, int most, Func<T, Html> row) =>
        Section(title, list.Items.Take(most).Select(row), Math.Max(0, list.Items.Count - most) + list.More);

    private Html Forecast(DigestForecast forecast) => DigestParts.Block(Html.Of(
        $"""
        <strong>{DigestWords.Expected(forecast)}</strong> expected, {names.Period(forecast.Period)}
        {(forecast.Quota is { } quota and > 0m ? DigestParts.Progress(100m * forecast.Expected / quota) : Html.Empty)}
        {DigestParts.Muted(DigestWords.Outlook(forecast))}
        """));

    private Html Risk(DigestRisk risk, string month) => DigestParts.Row(
        Person(risk.Person, risk.Cells[0].Period),
        Html.Join(risk.Cells.Take(MaxCells).Select(cell => Html.Of(
            $"<div style=\"padding-top:2px\"><a href=\"{links.Activities(risk.Person, cell.Metric, cell.Period)}\" style=\"{DigestParts.LinkStyle}\">{words.Metric(cell, month)}</a>&ensp;{words.Facts(cell)}</div>\n"))),
        DigestParts.Score(risk.Score));

    private Html? Slots(Digest digest)
    {
        var rows = new List<Html>();
        DateOnly? day = null;
        foreach (var slot in digest.ToDo.Items.Take(MaxSlots))
        {
            if (slot.Day is { } next && next != day)
            {
                rows.Add(DigestParts.SubHead(Figures.Day(next)));
                day = next;
            }

            rows.Add(Line(slot.Person, slot.Cell?.Period ?? digest.Month, words.Reason(slot, digest.Month)));
        }

        return Section("Talk to, this week", rows, Math.Max(0, digest.ToDo.Items.Count - MaxSlots) + digest.ToDo.More);
    }

    private Html Line(string person, string period, string text, Html? chip = null) => DigestParts.Line(Html.Of($"{Person(person, period)}&ensp;<span style=\"color:#38454f\">{text}</span>"), chip);

    private Html Person(string person, string period) =>
        Html.Of($"<a href=\"{links.Scorecard(person, period)}\" style=\"{DigestParts.NameStyle}\">{names.Person(person)}</a>");
}
