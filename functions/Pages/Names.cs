using System.Globalization;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Pages;

/// <summary>Names for ids, looked up when something is shown. Who has been erased, or never was, is shown by their id.</summary>
internal sealed class Names(Model model, FiscalCalendar calendar, DateOnly date)
{
    private const int MaxLength = 60;

    public string Person(string id) => Clean(model.Person(id, date)?.Name ?? model.People.GetValueOrDefault(id)?.LatestContent(model.AsOf)?.Name ?? id);

    public string Team(string id) => Clean(model.Team(id, date)?.Name ?? id);

    public string Plan(string id) => Clean(model.Plan(id, date)?.Name is { Length: > 0 } name ? name : id);

    public string Role(string id) => Clean(model.Role(id, date)?.Name ?? id);

    public string Metric(string id) => Clean(Definition(id)?.Name ?? id);

    public string? Unit(string metric) => Definition(metric)?.Unit is { Length: > 0 } unit ? Clean(unit) : null;

    public Metric? Definition(string metric) => model.Metric(metric, date) ?? model.Metrics.GetValueOrDefault(metric)?.LatestContent(model.AsOf);

    /// <summary>A metric's numbers in words.</summary>
    public Measured Measured(string metric) => new(Definition(metric));

    /// <summary>A day as it is stored, in words.</summary>
    public static string Date(string? day) => DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? Figures.Date(date) : Clean(day ?? "");

    public string Period(string id) => calendar.Parse(id) is { } period ? Figures.Name(period) : Clean(id);

    /// <summary>
    /// One line of moderate length. Line ends and other control characters become blanks, and what turns the direction of text around goes: a name must not
    /// rearrange what stands beside it.
    /// </summary>
    public static string Clean(string text)
    {
        var kept = string.Concat(text
            .Where(one => one is not ((>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069')))
            .Select(one => char.IsControl(one) || one is '\u2028' or '\u2029' ? ' ' : one)).Trim();
        var elements = new StringInfo(kept);
        return elements.LengthInTextElements <= MaxLength && kept.Length <= 4 * MaxLength
            ? kept
            : Shortened(kept);
    }

    private static string Shortened(string text)
    {
        var length = 0;
        for (var count = 0; count < MaxLength - 1 && length < text.Length; count++)
        {
            var next = StringInfo.GetNextTextElementLength(text, length);
            if (length + next > 4 * MaxLength)
            {
                break;
            }

            length += next;
        }

        return text[..length].TrimEnd() + "…";
    }
}
