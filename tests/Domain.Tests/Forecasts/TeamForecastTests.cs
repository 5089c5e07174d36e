using System.Text.Json;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Forecasts;
using SalesPerf.Domain.Values;
using static SalesPerf.Domain.Tests.Commissions.Samples;
using static SalesPerf.Domain.Tests.Forecasts.PersonForecastTests;

namespace SalesPerf.Domain.Tests.Forecasts;

public sealed class TeamForecastTests
{
    private static readonly PlanTerms Quarter = Terms(Plan("quarter", Component(Marginal((0, 10)))), new QuotaTerm("bookings", 100_000m, PeriodKind.Quarter));

    // Ann: 100,000 closed, 10,000 earned, and 50,000 at 50 %: +5,000. Bob: 80,000 at 25 %: 8,000.
    // Together 10,000 (.375), 15,000 (.375), 18,000 (.125), 23,000 (.125): expected 10,000 + 2,500 + 2,000 = 14,500.
    // Quotas sum to 200,000; credit 100,000, 150,000, 180,000 or 230,000 reaches it in .125.
    [Fact]
    public void Given_two_people_when_combined_then_their_distributions_are_convolved()
    {
        var ann = Person("ann", [Credit("c", 100_000m, "2026-10-05")], [Open("a", 50_000m, 0.5m, "2026-12-01")]);
        var bob = Person("bob", [], [Open("b", 80_000m, 0.25m, "2026-12-01", "stage")]);
        var team = Assert.Single(TeamForecast.Combine([bob, ann]));
        Assert.Equal(new ForecastFigures(10_000m, 14_500m, 10_000m, 15_000m, 23_000m), team.Earned);
        Assert.Equal(new ForecastFigures(100_000m, 145_000m, 100_000m, 150_000m, 230_000m), team.Credit);
        Assert.Equal((200_000m, 0.125m, "exact", "mixed"), (team.Quota, team.ProbabilityOfQuota, team.Method, team.ProbabilitySource));
        Assert.Equal(["ann", "bob"], team.People);
    }

    [Fact]
    public void Given_nobody_when_combined_then_there_is_nothing() => Assert.Empty(TeamForecast.Combine([]));

    [Fact]
    public void Given_two_currencies_when_combined_then_each_is_added_up_alone()
    {
        var euros = Quarter with { Plan = Quarter.Plan with { Currency = "EUR" } };
        var result = PersonForecast.Compute(Input("2026-Q4", euros, [Credit("c", 100m, "2026-10-05")], []) with { Person = "eve" });
        var teams = TeamForecast.Combine([result, Person("ann", [Credit("c", 200m, "2026-10-05")], [])]);
        Assert.Equal([("EUR", 10m), ("USD", 20m)], teams.Select(team => (team.Currency, team.Earned.Expected)));
    }

    [Fact]
    public void Given_people_without_quota_when_combined_then_it_says_so()
    {
        var free = PersonForecast.Compute(Input("2026-Q4", Quarter with { Quotas = [] }, [Credit("c", 100m, "2026-10-05")], []) with { Person = "free" });
        var team = TeamForecast.Combine([free, Person("ann", [], [])])[0];
        Assert.Equal(100_000m, team.Quota);
        Assert.Equal((WarningCodes.PeopleWithoutQuota, "free"), (Assert.Single(team.Warnings).Code, team.Warnings[0].Examples[0]));
        Assert.Null(TeamForecast.Combine([free])[0].ProbabilityOfQuota);
    }

    // Forty people with thousands of outcomes each. The mean of the whole is the sum of the means, and the spread of a sum of many is nearly normal:
    // the 10 % and 90 % quantiles lie 1.2816 standard deviations from it.
    [Fact]
    public void Given_forty_people_when_combined_then_means_add_and_the_spread_is_that_of_independent_deals()
    {
        var pipelines = Enumerable.Range(0, 40).Select(i => PersonForecastPropertyTests.Many(60, 100 + i)).ToList();
        var people = pipelines.Select((deals, i) => Person(FormattableString.Invariant($"p{i:00}"), [], deals)).ToList();
        var team = Assert.Single(TeamForecast.Combine(people));
        var open = pipelines.SelectMany(deals => deals).ToList();
        var mean = open.Sum(deal => deal.Amount * deal.Probability!.Value);
        var deviation = Math.Sqrt((double)open.Sum(deal => deal.Amount * deal.Amount * deal.Probability!.Value * (1m - deal.Probability!.Value)));
        Assert.Equal(ForecastMethods.Grid, team.Method);
        Assert.Equal(people.Sum(person => person.Currencies[0].Credit.Expected), team.Credit.Expected);
        Assert.Equal((double)mean, (double)team.Credit.Expected, 1d);
        Assert.Equal((double)mean - (1.2816 * deviation), (double)team.Credit.P10, 0.02 * deviation);
        Assert.Equal((double)mean + (1.2816 * deviation), (double)team.Credit.P90, 0.02 * deviation);
        Assert.True(team.Earned.P10 < team.Earned.P50 && team.Earned.P50 < team.Earned.P90);
        Assert.Equal(JsonSerializer.Serialize(team), JsonSerializer.Serialize(TeamForecast.Combine(Enumerable.Reverse(people))[0]));
    }

    // Round amounts have a common step: however many people, the whole stays exact. 30 × 5 deals of 1,000 at 50 %: P50 of 150 is 75 wins.
    [Fact]
    public void Given_round_amounts_when_many_are_combined_then_the_result_is_exact()
    {
        var people = Enumerable.Range(0, 30).Select(i => Person(
            FormattableString.Invariant($"p{i:00}"),
            [],
            [.. Enumerable.Range(0, 5).Select(d => Open(FormattableString.Invariant($"p{i:00}d{d}"), 1_000m, 0.5m, "2026-12-01"))]));
        var team = TeamForecast.Combine(people)[0];
        Assert.Equal(("exact", 75_000m, 75_000m), (team.Method, team.Credit.Expected, team.Credit.P50));
    }

    // 4,096 outcomes are more than are stored; alone in a team a person is still what they are.
    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    [InlineData(40)]
    public void Given_one_person_when_combined_then_the_team_is_that_person(int deals)
    {
        var person = Person("ann", [Credit("c", 30_000m, "2026-10-05")], PersonForecastPropertyTests.Many(deals, 9));
        var (one, team) = (person.Currencies[0], TeamForecast.Combine([person])[0]);
        Assert.Equal((one.Method, one.Earned, one.Credit, one.Quota, one.ProbabilityOfQuota), (team.Method, team.Earned, team.Credit, team.Quota, team.ProbabilityOfQuota));
    }

    // Three people with eight deals each have 2^24 outcomes, all listed here in cents: what falls just short of the sum of the quotas does not reach it.
    [Fact]
    public void Given_more_outcomes_than_can_be_kept_when_combined_then_the_probability_of_quota_is_still_that_of_every_outcome()
    {
        var pipelines = Enumerable.Range(0, 3).Select(i => PersonForecastPropertyTests.Many(8, 50 + i)).ToList();
        var team = TeamForecast.Combine(pipelines.Select((deals, i) => Person(FormattableString.Invariant($"p{i}"), [], deals)))[0];
        var open = pipelines.SelectMany(deals => deals).Select(deal => ((long)(deal.Amount * 100m), (double)deal.Probability!.Value)).ToArray();
        Assert.Equal(Reached(0, 0, 1d), (double)team.ProbabilityOfQuota!.Value, 0.000001);

        double Reached(int next, long sum, double probability) => next == open.Length
            ? sum >= 300_000_00L ? probability : 0d
            : Reached(next + 1, sum + open[next].Item1, probability * open[next].Item2) + Reached(next + 1, sum, probability * (1d - open[next].Item2));
    }

    private static PersonForecastResult Person(string id, Credit[] credits, OpenDeal[] deals) =>
        PersonForecast.Compute(Input("2026-Q4", Quarter, credits, deals) with { Person = id });
}
