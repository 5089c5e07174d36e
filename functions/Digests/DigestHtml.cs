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
    public const int MaxCrossed = 10;
    public const int MaxFollowUps = 10;

    private readonly DigestWords words = new(names);

    public string Render(Digest digest)
    {
        var headline = DigestWords.Headline(digest);
        headline = char.ToUpperInvariant(headline[0]) + headline[1..];
        Html?[] sections =
        [
            Section("Forecast", digest.Forecasts.Select(Forecast)),
            Section("At risk, and why", digest.AtRisk, MaxRisks, Risk),
            Slots(digest),
            Section("Say well done", digest.Praise, MaxPraise, praise => Row(praise.Person, digest.Month, words.Praise(praise))),
            Section("What turned", digest.Crossed, MaxCrossed, crossing => DigestParts.Row(
                Person(crossing.Person, crossing.Period), Html.Of($"{names.Metric(crossing.Metric)} {words.Crossing(crossing)}"), DigestParts.Chip(crossing.To, crossing.To))),
            Section("Follow-ups due", digest.FollowUps, MaxFollowUps, due => Row(due.Person, digest.Month, Figures.Day(due.Due))),
            Section("Teams", digest.Teams.Select(team => DigestParts.Row(
                Html.Of($"{names.Team(team.Team)}"), Html.Of($"{DigestWords.Colours(team.People)}{DigestParts.Bar(team.People)}")))),
            DigestParts.Metrics(digest, names),
        ];
        return DigestParts.Page(
            headline,
            words.Week(digest),
            Html.Of($"{DigestParts.Bar(digest.People)}{DigestParts.Muted(DigestWords.Colours(digest.People))}"),
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

    private static Html Forecast(DigestForecast forecast) => DigestParts.Block(Html.Of(
        $"""
        <strong>{DigestWords.Expected(forecast)}</strong> expected, {forecast.Period}
        {(forecast.Quota is { } quota and > 0m ? DigestParts.Progress(100m * forecast.Expected / quota) : Html.Empty)}
        {DigestParts.Muted(DigestWords.Outlook(forecast))}
        """));

    private Html Risk(DigestRisk risk) => DigestParts.Row(
        Person(risk.Person, risk.Cells[0].Period),
        Html.Join(risk.Cells.Take(MaxCells).Select(cell => Html.Of(
            $"<div style=\"padding-top:2px\"><a href=\"{links.Activities(risk.Person, cell.Metric, cell.Period)}\" style=\"{DigestParts.LinkStyle}\">{names.Metric(cell.Metric)}</a> {DigestParts.Small(names.Period(cell.Period))}<br>{words.Facts(cell)}</div>"))),
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

            rows.Add(DigestParts.Row(Person(slot.Person, slot.Cell?.Period ?? digest.Month), Html.Of($"{words.Reason(slot)}")));
        }

        return Section("Talk to, this week", rows, Math.Max(0, digest.ToDo.Items.Count - MaxSlots) + digest.ToDo.More);
    }

    private Html Row(string person, string period, string text) => DigestParts.Row(Person(person, period), Html.Of($"{text}"));

    private Html Person(string person, string period) =>
        Html.Of($"<a href=\"{links.Scorecard(person, period)}\" style=\"{DigestParts.NameStyle}\">{names.Person(person)}</a>");
}
