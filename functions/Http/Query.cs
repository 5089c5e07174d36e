using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Http;

/// <summary>
/// The query of a request, by the names a route knows. Any other name, and a name given twice, is a 400: a mistyped filter must not
/// answer with everything. An empty value is as if not given.
/// </summary>
public sealed class Query
{
    /// <summary>The years that can be asked about, both inclusive: those that periods have ids for.</summary>
    private const int FirstYear = FiscalCalendar.FirstYear;

    private const int LastYear = FiscalCalendar.LastYear;

    private readonly Dictionary<string, string?> values;

    /// <exception cref="ProblemException">400 for a name not in <paramref name="names"/>, or one given twice.</exception>
    public Query(HttpRequest request, params ReadOnlySpan<string> names)
    {
        Request = request;
        values = new(names.Length, StringComparer.Ordinal);
        foreach (var name in names)
        {
            values.Add(name, null);
        }

        foreach (var (name, given) in request.Query)
        {
            if (!values.ContainsKey(name))
            {
                throw Problems.BadQuery(Shortened(name), values.Count == 0
                    ? $"There is no query parameter '{Shortened(name)}': none is taken here."
                    : $"There is no query parameter '{Shortened(name)}'. Those taken: {string.Join(", ", values.Keys)}.").ToException();
            }

            if (given.Count > 1)
            {
                throw Problems.BadQuery(name, $"The query parameter '{name}' is given {given.Count} times.").ToException();
            }

            values[name] = string.IsNullOrEmpty(given.ToString()) ? null : given.ToString();
        }
    }

    internal HttpRequest Request { get; }

    /// <summary>What was given, by name.</summary>
    public IDictionary<string, string> Given => values.Where(value => value.Value is not null).ToDictionary(value => value.Key, value => value.Value!, StringComparer.Ordinal); // filtered

    /// <summary>The address of the same question with some parameters changed; null takes one out.</summary>
    public string Link(params (string Name, string? Value)[] changed)
    {
        var asked = values
            .Where(value => changed.All(change => change.Name != value.Key))
            .Select(value => (Name: value.Key, value.Value))
            .Concat(changed)
            .Where(value => value.Value is not null)
            .Select(value => $"{value.Name}={Uri.EscapeDataString(value.Value!)}")
            .ToList();
        return Request.PathBase + Request.Path + (asked.Count == 0 ? "" : "?" + string.Join('&', asked));
    }

    /// <summary>JSON, CSV or a page, by Accept; for links in a browser also by <c>format=csv</c> and <c>format=json</c>.</summary>
    public string Form(HttpRequest request) => Text("format") switch
    {
        null => Accept.Choose(request, Accept.Json, Accept.Csv, Accept.Html),
        "json" => Accept.Json,
        "csv" => Accept.Csv,
        _ => throw Problems.BadQuery("format", "The format is json or csv.").ToException(),
    };

    /// <summary>The text, null when not given. <paramref name="maxLength"/> is inclusive.</summary>
    public string? Text(string name, int maxLength = 500)
    {
        var text = values[name];
        return text is null || text.Length <= maxLength ? text : throw Bad(name, $"at most {maxLength} characters");
    }

    /// <summary>A day, <c>yyyy-MM-dd</c>, of the years 1900 to 2999.</summary>
    public DateOnly? Date(string name) => values[name] switch
    {
        null => null,
        var text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? InYears(name, date.Year, date)
            : throw Bad(name, "a day such as 2026-11-30"),
    };

    /// <summary>An RFC 3339 instant with an offset, of the years 1900 to 2999.</summary>
    public DateTimeOffset? Instant(string name) => Instant(name, null);

    /// <summary>
    /// An RFC 3339 instant with an offset, or a day: then the last instant of that day in the organisation's zone, since <c>asOf=2026-11-30</c> means all that
    /// was known that day. Of the years 1900 to 2999.
    /// </summary>
    public DateTimeOffset? Instant(string name, Model? organisation)
    {
        var text = values[name];
        if (text is null)
        {
            return null;
        }

        if (organisation is not null && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return LocalTime.StartOf(InYears(name, date.Year, date).AddDays(1), LocalTime.Zone(organisation.Calendar(date).Zone)).AddTicks(-1);
        }

        // In a query an unescaped + arrives as a blank.
        return Instants.TryParse(text.Replace(' ', '+'), out var instant)
            ? InYears(name, instant.UtcDateTime.Year, instant)
            : throw Bad(name, $"an instant such as 2026-11-30T08:00:00Z{(organisation is null ? "" : ", or a day such as 2026-11-30")}");
    }

    /// <summary>
    /// As <see cref="Instant(string, Model?)"/>, of recorded time, and not after <paramref name="now"/>: what will be known by then nobody can answer, and the
    /// answer would not stay the same. The organisation's day that it is now means now.
    /// </summary>
    public DateTimeOffset? Known(string name, Model organisation, DateTimeOffset now)
    {
        var instant = Instant(name, organisation);
        return instant is null || instant <= now ? instant
            : values[name]!.Length == 10 && Date(name) == organisation.Today(now) ? now
            : throw Bad(name, "an instant that is not in the future");
    }

    /// <summary>A whole number from <paramref name="least"/> to <paramref name="most"/>, both inclusive.</summary>
    public int Integer(string name, int fallback, int least, int most) => values[name] switch
    {
        null => fallback,
        var text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Bad(name, $"a whole number from {least} to {most}"),
    };

    /// <summary><c>true</c> or <c>false</c>; without a value false.</summary>
    public bool Flag(string name) => values[name] switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw Bad(name, "true or false"),
    };

    internal static ProblemException Bad(string name, string expected) =>
        Problems.BadQuery(name, $"The query parameter '{name}' must be {expected}.").ToException();

    private static T InYears<T>(string name, int year, T value) =>
        year is >= FirstYear and <= LastYear ? value : throw Bad(name, $"of a year from {FirstYear} to {LastYear}");

    private static string Shortened(string name) => name.Length <= 50 ? name : name[..50] + "…";
}
