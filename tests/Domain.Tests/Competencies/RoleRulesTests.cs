using SalesPerf.Domain.Competencies;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Tests.Metrics;

namespace SalesPerf.Domain.Tests.Competencies;

public class RoleRulesTests
{
    private static readonly Metric[] Metrics =
    [
        Sample.Count("calls", "call.completed"),
        Sample.Count("mails", "email.sent"),
        Sample.Replied("replies"),
        Sample.Sum("bookings", "deal.won", "amount") with { Category = "result" },
        Sample.Count("complaints", "complaint.received") with { Direction = "lowerIsBetter", Category = "result" },
        Sample.Count("balance", "a") with { Direction = "inRange", RangeMin = 1m, RangeMax = 2m, Tolerance = 1m },
    ];

    private static readonly MetricThreshold Replies = new() { Metric = "replies", Period = "month", Target = 10m };

    private static readonly Competency Prospecting = new()
    {
        Id = "prospecting",
        Name = "Prospecting",
        Accountabilities = ["growth"],
        Metrics = [new CompetencyMetric { Threshold = Replies }],
    };

    private static readonly Role Right = new()
    {
        Id = "ae",
        Name = "Account executive",
        Accountabilities = [new Accountability { Id = "growth", Name = "Growth", OutcomeMetric = "bookings" }],
        Competencies = [Prospecting],
    };

    private static Role With(MetricThreshold threshold) =>
        Right with { Competencies = [Prospecting with { Metrics = [new CompetencyMetric { Threshold = threshold }] }] };

    [Fact]
    public void Validate_RightRole_HasNoProblems() => Assert.Empty(RoleRules.Validate(Right, Metrics));

    public static TheoryData<string, Role> Wrong => new()
    {
        { "/id", Right with { Id = "a b" } },
        { "/name", Right with { Name = "" } },
        { "/accountabilities/1/id", Right with { Accountabilities = [.. Right.Accountabilities, Right.Accountabilities[0]] } },
        { "/accountabilities/0/outcomeMetric", Right with { Accountabilities = [Right.Accountabilities[0] with { OutcomeMetric = "nope" }] } },
        { "/competencies/0/accountabilities/0", Right with { Competencies = [Prospecting with { Accountabilities = ["nope"] }] } },
        { "/competencies/1/id", Right with { Competencies = [Prospecting, Prospecting] } },
        { "/competencies/0/weight", Right with { Competencies = [Prospecting with { Weight = 0m }] } },
        { "/competencies/0/metrics", Right with { Competencies = [Prospecting with { Metrics = [] }] } },
        { "/competencies/0/metrics/1/threshold/metric", Right with { Competencies = [Prospecting with { Metrics = [.. Prospecting.Metrics, .. Prospecting.Metrics] }] } },
        { "/competencies/0/metrics/0/weight", Right with { Competencies = [Prospecting with { Metrics = [new CompetencyMetric { Weight = -1m, Threshold = Replies }] }] } },
        { "/competencies/1/metrics/0/threshold", Right with { Competencies = [Prospecting, Prospecting with { Id = "other", Metrics = [new CompetencyMetric { Threshold = Replies with { Target = 11m } }] }] } },
        { "/competencies/0/metrics/0/threshold", With(null!) },
        { "/competencies/0/metrics/0/threshold/metric", With(Replies with { Metric = "nope" }) },
        { "/competencies/0/metrics/0/threshold/period", With(Replies with { Period = "fortnight" }) },
        { "/competencies/0/metrics/0/threshold/bounds", With(Replies with { Bounds = "relative" }) },
        { "/competencies/0/metrics/0/threshold/equality", With(Replies with { Equality = "same" }) },
        { "/competencies/0/metrics/0/threshold/target", With(Replies with { Target = -1m }) },
        { "/competencies/0/metrics/0/threshold/green", With(Replies with { Green = 70m }) },
        { "/competencies/0/metrics/0/threshold/green", With(Replies with { Green = 1_000_001m }) },
        { "/competencies/0/metrics/0/threshold/amber", With(Replies with { Amber = -1m }) },
        { "/competencies/0/metrics/0/threshold/green", With(Replies with { Bounds = "absolute", Green = 5m, Amber = 6m }) },
        { "/competencies/0/metrics/0/threshold/green", With(Replies with { Metric = "complaints", Bounds = "absolute", Green = 6m, Amber = 5m }) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Validate_WrongRole_PointsAtTheMember(string pointer, Role role) =>
        Assert.Equal([pointer], RoleRules.Validate(role, Metrics).Where(problem => !problem.IsWarning).Select(problem => problem.Pointer));

    [Fact]
    public void Validate_LowerIsBetterAbsoluteBounds_GoDownwards() =>
        Assert.Empty(RoleRules.Validate(With(Replies with { Metric = "complaints", Bounds = "absolute", Green = 5m, Amber = 8m }), Metrics));

    [Fact]
    public void Validate_InRangeMetric_HasNoTargetAndSharesOnly()
    {
        var problems = RoleRules.Validate(With(Replies with { Metric = "balance", Bounds = "absolute" }), Metrics);

        Assert.Equal(
            ["/competencies/0/metrics/0/threshold/target", "/competencies/0/metrics/0/threshold/bounds"],
            problems.Where(problem => !problem.IsWarning).Select(problem => problem.Pointer));
    }

    [Fact]
    public void Validate_UnalignedOrVolumeOnlyOrWithoutTarget_IsAWarning()
    {
        var role = Right with
        {
            Competencies =
            [
                Prospecting with
                {
                    Accountabilities = [],
                    Metrics =
                    [
                        new CompetencyMetric { Threshold = Replies with { Metric = "calls", Target = null } },
                        new CompetencyMetric { Threshold = Replies with { Metric = "mails" } },
                    ],
                },
            ],
        };

        var problems = RoleRules.Validate(role, Metrics);

        Assert.All(problems, problem => Assert.True(problem.IsWarning));
        Assert.Equal(
            ["/competencies/0/accountabilities", "/competencies/0/metrics/0/threshold/target", "/competencies/0/metrics"],
            problems.Select(problem => problem.Pointer));
    }

    [Fact]
    public void Validate_VolumeBesideAReply_IsFine() =>
        Assert.Empty(RoleRules.Validate(
            Right with
            {
                Competencies = [Prospecting with { Metrics = [.. Prospecting.Metrics, new CompetencyMetric { Threshold = Replies with { Metric = "calls" } }] }],
            },
            Metrics));
}
