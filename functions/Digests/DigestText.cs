using System.Text;
using SalesPerf.Domain.Digests;
using SalesPerf.Functions.Pages;

namespace SalesPerf.Functions.Digests;

/// <summary>The plain-text part: for readers without HTML, and for ears. Lines end at 72 characters, but for links, which stand alone.</summary>
internal sealed class DigestText(Names names, Links links)
{
    private const int Width = 72;

    private static readonly DigestLimits Limits = DigestLimits.Mail;

    private readonly DigestWords words = new(names);
    private readonly StringBuilder text = new();

    public string Render(Digest digest)
    {
        text.Clear();
        var headline = DigestWords.Headline(digest);
        Line($"{char.ToUpperInvariant(headline[0])}{headline[1..]}");
        Line(words.Week(digest));
        Line($"{words.Score(digest)}.");
        Section("Forecast", digest.Forecasts, forecast => $"{names.Period(forecast.Period)}: {DigestWords.Expected(forecast)}. {DigestWords.Outlook(forecast)}");
        Section("Teams", digest.Teams, team => $"{names.Team(team.Team)}: {DigestWords.Colours(team.People)}.");
        Risks(digest);
        Slots(digest);
        var praised = words.Praised(digest);
        Section("Say well done", praised.Take(Limits.Praise).ToList(), praise => $"{names.Person(praise.Person)} {praise.Text}.");
        More(Math.Max(0, praised.Count - Limits.Praise) + digest.Praise.More);
        var turned = words.Turned(digest);
        Section("What turned", turned.Take(Limits.Turned).ToList(), line => $"{names.Person(line.Person)}, {line.To}: {line.Text}.");
        More(Math.Max(0, turned.Count - Limits.Turned) + digest.Crossed.More);
        Section("Follow-ups due", digest.FollowUps, Limits.FollowUps, due => $"{names.Person(due.Person)}, {Figures.Day(due.Due)}.");
        Section("Everybody together", digest.Metrics, metric => Metric(metric, digest));
        Line("");
        Line("All of it, with what every number is made of, in the browser:");
        text.Append(links.Digest(digest.Manager, digest.Week)).Append('\n');
        return text.ToString();
    }

    private void Risks(Digest digest)
    {
        var shown = digest.AtRisk.Items.Take(Limits.Risks).ToList();
        Head("At risk, and why", shown.Count);
        foreach (var risk in shown)
        {
            Item($"{names.Person(risk.Person)}{(risk.Through is { } through ? $" with {names.Person(through)}" : "")}, {Figures.Percent(risk.Score)}");
            foreach (var cell in risk.Cells.Take(Limits.Cells))
            {
                Line($"{words.Metric(cell, digest.Month)}: {words.Facts(cell)}", "    ");
            }
        }

        More(digest.AtRisk.Items.Count + digest.AtRisk.More - shown.Count);
    }

    private void Slots(Digest digest)
    {
        var shown = digest.ToDo.Items.Take(Limits.Slots).ToList();
        Head("Talk to, this week", shown.Count);
        DateOnly? day = null;
        foreach (var slot in shown)
        {
            if (slot.Day is { } next && next != day)
            {
                Line(Figures.Day(next));
                day = next;
            }

            Item($"{names.Person(slot.Person)}: {words.Reason(slot, digest.Month)}");
            if (slot.Behind is { Count: > 0 } behind)
            {
                Line($"{string.Join(", ", behind.Select(one => $"{names.Person(one.Person)} {Figures.Percent(one.Score)}"))}{DigestHtml.More(slot, behind.Count)}", "    ");
            }
        }

        More(digest.ToDo.Items.Count + digest.ToDo.More - shown.Count);
    }

    private string Metric(DigestMetric metric, Digest digest)
    {
        var parts = new[] { Measure(names.Period(digest.Month), metric.Month, metric), Measure("Last week", metric.Week, metric), words.People(metric, digest.Month) };
        return $"{names.Metric(metric.Metric)}: {string.Join(". ", parts.OfType<string>().Where(part => part.Length > 0))}.";
    }

    private string? Measure(string period, DigestMeasure? measure, DigestMetric metric) => words.Measure(measure, metric.Metric) is { } text ? $"{period} {text}" : null;

    private void Section<T>(string title, DigestList<T> list, int most, Func<T, string> line)
    {
        var shown = list.Items.Take(most).ToList();
        Section(title, shown, line);
        More(list.Items.Count + list.More - shown.Count);
    }

    private void Section<T>(string title, IReadOnlyList<T> items, Func<T, string> line)
    {
        Head(title, items.Count);
        foreach (var item in items)
        {
            Item(line(item));
        }
    }

    private void Head(string title, int count)
    {
        if (count > 0)
        {
            Line("");
            Line(title.ToUpperInvariant());
        }
    }

    private void More(int more)
    {
        if (more > 0)
        {
            Line($"and {more} more", "  ");
        }
    }

    private void Item(string line) => Line(line, "  ", "- ");

    /// <summary>Breaks at blanks, but not between a number and its unit, and inside what is longer than a line.</summary>
    private void Line(string line, string indent = "", string mark = "")
    {
        var rest = line.AsSpan().Trim();
        var start = indent + mark;
        var width = Width - start.Length;
        do
        {
            var length = rest.Length <= width ? rest.Length : rest[..(width + 1)].LastIndexOf(' ');
            length = length > 0 || rest.Length == 0 ? length : char.IsHighSurrogate(rest[width - 1]) ? width - 1 : width;
            text.Append(start).Append(rest[..length].TrimEnd().ToString().Replace('\u00a0', ' ')).Append('\n');
            rest = rest[length..].TrimStart();
            start = new string(' ', start.Length);
        }
        while (rest.Length > 0);
    }
}
