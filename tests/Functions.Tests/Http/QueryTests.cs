using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Settings;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Tests.Http;

public sealed class QueryTests
{

    private static int Status(Action act) => Record.Exception(act) is ProblemException problem ? problem.Problem.Status : 200;

    [Fact]
    public void Given_an_unknown_parameter_when_read_then_400_names_those_taken()
    {
        var problem = Assert.Throws<ProblemException>(() => new Query(Requests.Get("/?perod=2026-11"), "period", "asOf")).Problem;

        Assert.Equal(400, problem.Status);
        Assert.Contains("'perod'", problem.Detail);
        Assert.Contains("period, asOf", problem.Detail);
    }

    [Fact]
    public void Given_a_parameter_twice_when_read_then_400() =>
        Assert.Equal(400, Status(() => _ = new Query(Requests.Get("/?a=1&a=2"), "a")));

    [Fact]
    public void Given_a_name_in_other_case_when_read_then_400() =>
        Assert.Equal(400, Status(() => _ = new Query(Requests.Get("/?Period=x"), "period")));

    [Theory]
    [InlineData("2026-11-30", "2026-11-30T22:59:59.9999999Z")]
    [InlineData("2026-07-31", "2026-07-31T21:59:59.9999999Z")]
    [InlineData("2026-11-30t08:00:00.123456789z", "2026-11-30T08:00:00.1234567Z")]
    [InlineData("2026-11-30T08:00:00Z", "2026-11-30T08:00:00Z")]
    [InlineData("2026-11-30T08:00:00.25%2B02:00", "2026-11-30T06:00:00.25Z")]
    [InlineData("2026-11-30T08:00:00+02:00", "2026-11-30T06:00:00Z")]
    public void Given_an_instant_or_a_day_when_read_then_it_is_in_UTC(string value, string expected)
    {
        // A day ends in the organisation's zone.
        var calendar = new Resource<OrganisationCalendar>("default", [new(1, new DateOnly(1900, 1, 1), DateTimeOffset.UnixEpoch, "test", new OrganisationCalendar { Zone = "Europe/Berlin" })]);
        var organisation = new Model { Calendars = new Dictionary<string, Resource<OrganisationCalendar>> { ["default"] = calendar } };

        var instant = new Query(Requests.Get($"/?asOf={value}"), "asOf").Instant("asOf", organisation);

        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), instant);
        Assert.Equal(TimeSpan.Zero, instant?.Offset);
    }

    [Theory]
    [InlineData("2026-11-29", "2026-11-29T23:59:59.9999999Z")]
    [InlineData("2026-11-30", "2026-11-30T12:00:00Z")]
    [InlineData("2026-11-30T12:00:00Z", "2026-11-30T12:00:00Z")]
    [InlineData("2026-11-30T12:00:00.0000001Z", null)]
    [InlineData("2026-12-01", null)]
    public void Given_what_was_known_when_asked_at_noon_then_today_is_now_and_later_is_a_400(string value, string? expected)
    {
        var (query, now) = (new Query(Requests.Get($"/?asOf={value}"), "asOf"), new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));

        if (expected is null)
        {
            Assert.Equal(400, Status(() => query.Known("asOf", new Model(), now)));
        }
        else
        {
            Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), query.Known("asOf", new Model(), now));
        }
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2026-11-31")]
    [InlineData("2026-11-30T08:00:00")]
    [InlineData("2026-11-30T25:00:00Z")]
    [InlineData("30.11.2026")]
    [InlineData("0000-00-00")]
    [InlineData("0001-01-01")]
    [InlineData("1899-12-31")]
    [InlineData("1899-12-31T23:59:59Z")]
    [InlineData("3000-01-01")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void Given_something_else_than_an_instant_when_read_then_400(string value) =>
        Assert.Equal(400, Status(() => new Query(Requests.Get($"/?asOf={value}"), "asOf").Instant("asOf")));

    [Fact]
    public void Given_dates_numbers_and_flags_when_read_then_each_has_its_type()
    {
        var query = new Query(Requests.Get("/?day=2026-02-28&top=7&all=true&empty="), "day", "top", "all", "empty", "absent");

        Assert.Equal(new DateOnly(2026, 2, 28), query.Date("day"));
        Assert.Equal(7, query.Integer("top", 1, 1, 10));
        Assert.True(query.Flag("all"));
        Assert.Null(query.Text("empty"));
        Assert.Null(query.Instant("absent"));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("11")]
    [InlineData("99999999999")]
    [InlineData("1.0")]
    public void Given_a_number_outside_its_bounds_when_read_then_400(string value) =>
        Assert.Equal(400, Status(() => new Query(Requests.Get($"/?top={value}"), "top").Integer("top", 1, 1, 10)));

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("", "application/json")]
    [InlineData("text/csv", "text/csv")]
    [InlineData("TEXT/CSV", "text/csv")]
    [InlineData("text/csv, application/json", "application/json")]
    [InlineData("text/csv, application/json;q=0.9", "text/csv")]
    [InlineData("*/*", "application/json")]
    [InlineData("text/*, application/json;q=0.5", "text/csv")]
    [InlineData("text/csv;q=0, */*", "application/json")]
    [InlineData("application/json;q=0, */*;q=0.1", "text/csv")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json")]
    [InlineData("image/png", "application/json")]
    [InlineData("garbage;;;", "application/json")]
    [InlineData("text/csv;q=0.2, application/json;q=0.1", "text/csv")]
    public void Given_an_Accept_header_when_chosen_then_the_best_offer_is_taken(string? accept, string chosen)
    {
        var request = accept is null ? Requests.Get() : Requests.Get("/", ("Accept", accept));

        Assert.Equal(chosen, Accept.Choose(request, Accept.Json, Accept.Csv));
        Assert.Equal("Accept", request.HttpContext.Response.Headers.Vary);
    }
}
