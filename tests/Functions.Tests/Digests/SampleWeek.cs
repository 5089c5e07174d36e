using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Digests;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Digests;
using SalesPerf.Functions.Notifications;
using SalesPerf.Functions.Pages;

namespace SalesPerf.Functions.Tests.Digests;

/// <summary>A week of a director with 14 people in two teams: something for every section.</summary>
internal static class SampleWeek
{
    public static readonly DateOnly Today = new(2026, 11, 23);
    public static readonly Mailbox Reader = new("karin@example.com", "Karin Vogel");
    public static readonly PublicAddress Address = new("https://sales.example.com/");
    public static readonly FiscalCalendar Calendar = new(new OrganisationCalendar());

    private static readonly Period Week = Calendar.Parse("2026-W47")!;
    private static readonly Period Month = Calendar.Parse("2026-11")!;

    private static readonly string[] People =
        ["Ana Abara", "Ben Fischer", "Chidi Okafor", "Dana Lopez", "Emre Kaya", "Freya Jensen", "Goran Ilić", "Hana Ito", "Ivan Moreau", "Jia Gupta", "Kofi Berg", "Lena Costa", "Mateo Dlamini", "Nadia Ekholm"];

    private static readonly (Metric Metric, decimal Target)[] Expected =
    [
        (Count("bookings", "Bookings", "sum", "result", "USD"), 50_000m),
        (Count("deals-won", "Deals won", "count", "result"), 2m),
        (Count("calls", "Calls completed", "count", "activity"), 120m),
        (Count("meetings", "Meetings held", "count", "activity"), 24m),
        (Count("emails", "Mails written by hand", "count", "activity"), 180m),
    ];

    public static Names NamesOf(Func<string, string>? rename = null)
    {
        var people = People.Select((name, i) => new Person { Id = Id(i), Name = rename?.Invoke(name) ?? name, Team = i % 2 == 0 ? "emea" : "apac", Role = "ae" });
        var model = new Model
        {
            People = people.ToDictionary(person => person.Id, person => Of(person.Id, person)),
            Teams = new[] { ("emea", "EMEA"), ("apac", "Asia Pacific") }.ToDictionary(team => team.Item1, team => Of(team.Item1, new Team { Id = team.Item1, Name = team.Item2 })),
            Metrics = Expected.ToDictionary(expected => expected.Metric.Id, expected => Of(expected.Metric.Id, expected.Metric)),
        };
        return new Names(model, Calendar, Today);
    }

    public static DigestDelivery Delivery(int people = 14) => new()
    {
        Content = Digest(people),
        State = Domain.Notifications.Delivery.Claimed,
        Attempt = 1,
        MadeAt = new DateTimeOffset(2026, 11, 23, 6, 0, 4, TimeSpan.Zero),
        ClaimedAt = new DateTimeOffset(2026, 11, 23, 6, 0, 4, TimeSpan.Zero),
        MessageId = "digest.2026-W47.m-emea@salesperf.local",
    };

    public static Digest Digest(int people = 14)
    {
        var before = DigestComposer.Compose(new DigestInput
        {
            Manager = "m-emea",
            Week = Calendar.Previous(Week),
            Month = Month,
            People = [],
            Metrics = new Dictionary<string, Metric>(),
            Forecasts = [new DigestForecast("2026-Q4", "USD", 290_000m, 598_000m, 470_000m, 720_000m, 700_000m, 0.21m)],
        });
        return DigestComposer.Compose(new DigestInput
        {
            Manager = "m-emea",
            Week = Week,
            Month = Month,
            People = [.. Enumerable.Range(0, people).Select(Person)],
            Metrics = Expected.ToDictionary(expected => expected.Metric.Id, expected => expected.Metric),
            Days = [.. Enumerable.Range(0, 5).Select(Today.AddDays)],
            Forecasts = [new DigestForecast("2026-Q4", "USD", 348_200m, 621_500m, 512_000m, 738_000m, 700_000m, 0.27m)],
            Previous = before,
        });
    }

    private static string Id(int i) => $"r-{i + 1:00}";

    private static DigestPerson Person(int i)
    {
        // From 55 to 133 per cent of what is expected by now, a little different in each metric.
        var level = 0.55m + (0.06m * ((i * 5) % 14));
        var month = Card(i, Month, level, 0.7m);
        return new DigestPerson
        {
            Id = Id(i),
            Team = i % 2 == 0 ? "emea" : "apac",
            IsDirect = true,
            Month = month,
            Week = Card(i, Week, level + 0.05m, 0.25m),
            WeekBefore = Card(i, Calendar.Previous(Week), level - (i % 6 == 0 ? 0.2m : 0m), 0.25m),
            Crossed = i % 5 == 1 ? [new ThresholdCrossed(Id(i), "2026-11", "calls", Colours.Amber, level < 0.8m ? Colours.Red : Colours.Green, 61m, 80m, 76.25m, new(2026, 11, 19, 2, 0, 0, TimeSpan.Zero))] : [],
            Won = i % 4 == 2 ? [new Credit { Source = "crm", Deal = $"d{i}", Event = "e", Date = Week.Start, Amount = 18_400m + (700m * i), Currency = "USD" }] : [],
        };
    }

    private static Scorecard Card(int i, Period period, decimal level, decimal share)
    {
        ScorecardMetric[] cells = [.. Expected.Select((expected, n) => Cell(expected.Metric.Id, expected.Target, level + (0.04m * ((n + i) % 4)), share, period == Month))];
        return new Scorecard
        {
            Person = Id(i),
            Period = period.Id,
            Kind = period.Kind.Word(),
            Start = period.Start,
            End = period.End,
            Role = "ae",
            ActiveDays = 21m,
            ElapsedDays = period == Month ? 15m : 21m,
            Composite = cells.Average(cell => cell.Attainment),
            Metrics = cells,
            ValuesAt = default,
        };
    }

    private static ScorecardMetric Cell(string metric, decimal target, decimal level, decimal share, bool isOpen)
    {
        var expected = target * share;
        var attainment = 100m * level;
        return new ScorecardMetric
        {
            Metric = metric,
            Value = decimal.Round(expected * level),
            Target = isOpen ? target : expected,
            ExpectedToDate = isOpen ? expected : null,
            PaceTarget = isOpen ? expected : null,
            Events = 12,
            Attainment = attainment,
            Colour = attainment >= 100m ? Colours.Green : attainment >= 80m ? Colours.Amber : Colours.Red,
            Grey = null,
            Threshold = new AppliedThreshold("role", "ae", 1, new MetricThreshold { Metric = metric, Period = "month", Target = target }),
        };
    }

    private static Metric Count(string id, string name, string kind, string category, string? unit = null) => new()
    {
        Id = id,
        Name = name,
        Category = category,
        Unit = unit,
        Measure = new MetricMeasure { Kind = kind, Types = ["call.completed"], Field = kind == "sum" ? "amount" : null },
    };

    private static Resource<T> Of<T>(string id, T content)
        where T : class => new(id, [new ResourceVersion<T>(1, new DateOnly(1900, 1, 1), DateTimeOffset.UnixEpoch, "test", content)]);
}
