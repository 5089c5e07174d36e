using System.Globalization;
using System.Runtime.CompilerServices;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Activities;

/// <summary>
/// How activities of one person (or of nobody yet) are counted in one UTC month: what their local day is and which metrics they feed on that day.
/// The stamp names all of it, so that a rollup counted otherwise is recognised and rebuilt.
/// </summary>
public sealed class MonthMetering
{
    private static readonly ConditionalWeakTable<Model, Dictionary<(string?, string), MonthMetering>> Known = [];

    private readonly Func<DateTimeOffset, DateOnly> localDay;

    private MonthMetering(string month, string stamp, string dealStamp, MetricMatcher matcher, string[] keptApart, Func<DateTimeOffset, DateOnly> localDay)
    {
        KeptApart = keptApart;
        Month = month;
        Stamp = stamp;
        DealStamp = dealStamp;
        Matcher = matcher;
        this.localDay = localDay;
    }

    /// <summary><c>yyyy-MM</c>, UTC.</summary>
    public string Month { get; }

    /// <summary>For the rollup of a CRM identity's plain activities.</summary>
    public string Stamp { get; }

    /// <summary>For the rollup of a person's deals.</summary>
    public string DealStamp { get; }

    public MetricMatcher Matcher { get; }

    /// <summary>Ids of the metrics whose state is a document of its own.</summary>
    public IReadOnlyList<string> KeptApart { get; }

    public static DateTimeOffset StartOf(string month) =>
        new(DateTime.ParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal), TimeSpan.Zero);

    /// <summary>The person's (without one the organisation's) local day of an instant.</summary>
    public DateOnly LocalDay(DateTimeOffset at) => localDay(at);

    /// <param name="model">The resources.</param>
    /// <param name="person">Null for an identity that nobody claims.</param>
    /// <param name="month"><c>yyyy-MM</c>, UTC.</param>
    public static MonthMetering Of(Model model, string? person, string month)
    {
        var known = Known.GetOrCreateValue(model);
        lock (known)
        {
            if (!known.TryGetValue((person, month), out var metering))
            {
                known[(person, month)] = metering = Make(model, person, month);
            }

            return metering;
        }
    }

    private static MonthMetering Make(Model model, string? person, string month)
    {
        var first = DateOnly.FromDateTime(StartOf(month).UtcDateTime);
        var last = first.AddMonths(1).AddDays(-1);
        string Zone(DateOnly date) => person is null ? model.Calendar(date).Zone : model.ZoneOf(person, date);

        // A zone is changed between two local days; the day before and after the month belong to it somewhere on earth.
        var zones = new List<(DateOnly From, string Zone)>();
        for (var date = first.AddDays(-1); date <= last.AddDays(1); date = date.AddDays(1))
        {
            var zone = Zone(date);
            if (zones.Count == 0 || zones[^1].Zone != zone)
            {
                zones.Add((date, zone));
            }
        }

        var metrics = model.Metrics.Values.SelectMany(metric => MetricInForce.Of(metric, first.AddDays(-1), last.AddDays(1), model.AsOf)).ToList();
        var currencies = model.Sources.Keys
            .Select(source => (Source: source, Currency: model.SettingsOf(source, last)?.DefaultCurrency))
            .Where(pair => pair.Currency is not null)
            .ToDictionary(pair => pair.Source, pair => pair.Currency!, StringComparer.Ordinal);
        var matcher = MetricMatcher.Compile(metrics, currencies);
        string[] keptApart = [.. metrics.Where(one => MetricKinds.IsKeptApart(one.Metric.Measure.Kind)).Select(one => one.Metric.Id).Distinct().Order(StringComparer.Ordinal)];
        string Stamp(string version) =>
            RollupStamp.Of(person, zones.Select((spell, i) => new ZoneInForce(spell.Zone, i == 0 ? null : spell.From)), version);
        return new MonthMetering(month, Stamp(matcher.ActivitiesVersion), Stamp(matcher.DealsVersion), matcher, keptApart, at => Day(zones, at));
    }

    private static DateOnly Day(List<(DateOnly From, string Zone)> zones, DateTimeOffset at)
    {
        for (var i = zones.Count - 1; i > 0; i--)
        {
            var day = LocalTime.DateOf(at, LocalTime.Zone(zones[i].Zone));
            if (day >= zones[i].From)
            {
                return day;
            }
        }

        return LocalTime.DateOf(at, LocalTime.Zone(zones[0].Zone));
    }
}
