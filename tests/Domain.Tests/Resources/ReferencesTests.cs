using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Objectives;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Tests.Resources;

public sealed class ReferencesTests
{
    private static readonly DateOnly Day = new(2026, 6, 1);

    private static readonly Metric Calls = new() { Id = "calls", Name = "C", Measure = new() { Kind = "count" } };

    [Fact]
    public void Unknown_Names_AreToldByPointer()
    {
        var person = new Person
        {
            Id = "ann",
            Name = "A",
            Team = "t",
            Role = "r",
            Manager = "m",
            Thresholds = [new() { Metric = "calls", Period = "week" }, new() { Metric = "x", Period = "week" }],
        };
        var model = Models.Of(metrics: [Calls], teams: [new() { Id = "t", Name = "T" }]);

        Assert.Equal(["/role", "/manager", "/thresholds/1/metric"], References.Unknown(References.Of(person), model, Day).Select(problem => problem.Pointer));
    }

    [Fact]
    public void Unknown_OfWhatComesLaterOrIsRetired_LooksFromTheDayOn()
    {
        var later = new Model
        {
            Teams = new Dictionary<string, Resource<Team>>
            {
                ["t"] = new("t", [new(1, Day, DateTimeOffset.UnixEpoch, "t", new Team { Id = "t", Name = "T" }), new(2, Day.AddDays(10), DateTimeOffset.UnixEpoch, "t", null)]),
            },
        };
        var team = new Team { Id = "u", Name = "U", Parent = "t" };

        Assert.Empty(References.Unknown(References.Of(team), later, Models.Start));
        Assert.Empty(References.Unknown(References.Of(team), later, Day.AddDays(9)));
        Assert.Single(References.Unknown(References.Of(team), later, Day.AddDays(10)));
    }

    [Fact]
    public void To_AResource_FindsEveryKindThatNamesIt()
    {
        var model = Models.Of(
            people: [new() { Id = "ann", Name = "A", Role = "r", Manager = "boss", Thresholds = [new() { Metric = "calls", Period = "week" }] }, new() { Id = "boss", Name = "B", Manager = "boss" }],
            teams: [new() { Id = "t", Name = "T", Manager = "boss" }],
            roles:
            [
                new()
                {
                    Id = "r",
                    Name = "R",
                    Accountabilities = [new() { Id = "a", Name = "A", OutcomeMetric = "won" }],
                    Competencies = [new() { Id = "c", Name = "C", Metrics = [new() { Threshold = new() { Metric = "calls", Period = "week" } }] }],
                },
            ],
            metrics: [Calls, new() { Id = "rate", Name = "R", Measure = new() { Kind = "ratio", Numerator = "calls", Denominator = "calls" } }],
            assignments: [new() { Id = "as", Person = "ann", Plan = "p", From = Day, Quotas = [new() { Component = "c", Objective = "o" }] }, new() { Id = "old", Person = "boss", Plan = "p", From = Day.AddDays(-9), To = Day }],
            objectives: [Objective("o", "person", "ann", null), Objective("child", "team", "t", "o")]);

        Assert.Equal(["person/ann/manager", "team/t/manager"], To("person", "boss"));
        Assert.Equal(["assignment/as/person"], To("person", "ann"));
        Assert.Empty(To("team", "t"));
        Assert.Equal(["person/ann/role"], To("role", "r"));
        Assert.Equal(["person/ann/thresholds/0/metric", "role/r/competencies/0/metrics/0/threshold/metric", "metric/rate/measure/numerator"], To("metric", "calls"));
        Assert.Equal(["role/r/accountabilities/0/outcomeMetric"], To("metric", "won"));
        Assert.Equal(["assignment/as/plan"], To("plan", "p"));
        Assert.Equal(["assignment/as/quotas/0/objective", "objective/child/parent"], To("objective", "o"));

        IEnumerable<string> To(string kind, string id) => References.To(kind, id, model, Day).Select(referrer => $"{referrer.Kind}/{referrer.Id}{referrer.Pointer}");
    }

    private static Objective Objective(string id, string level, string subject, string? parent) =>
        new() { Id = id, Name = id, Measure = "bookings", Period = "2026", Amount = new Money(1, "USD"), Level = level, Subject = subject, Parent = parent };
}
