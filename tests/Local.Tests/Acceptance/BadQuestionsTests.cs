namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>Questions about what is not there, and questions that are none.</summary>
public sealed class BadQuestionsTests(BadInputHost bad) : IClassFixture<BadInputHost>
{
    [Theory]
    [InlineData("reps/nobody/scorecard")]
    [InlineData("reps/nobody/scorecard/calls/activities")]
    [InlineData("reps/ann/scorecard/none/activities")]
    [InlineData("teams/none/leaderboard")]
    [InlineData("teams/sales/leaderboard?metric=none")]
    [InlineData("people/nobody")]
    [InlineData("people/nobody/versions")]
    [InlineData("plans/none")]
    [InlineData("plans/..%2Fpeople%2Fann")]
    [InlineData("metrics/%F0%9F%92%A9~_~")]
    [InlineData("people/identity~crm~ann")]
    [InlineData("sources/none")]
    [InlineData("schemas/none")]
    [InlineData("dead-letters/none")]
    [InlineData("nothing/at/all")]
    public async Task Given_what_is_not_there_when_asked_for_then_it_is_not_found(string path) =>
        BadInputHost.AssertRefused(404, await bad.Api.GetAsync(path));

    [Theory]
    [InlineData("reps/ann/scorecard?period=2026-13")]
    [InlineData("reps/ann/scorecard?period=2026-W54")]
    [InlineData("reps/ann/scorecard?period=1899")]
    [InlineData("reps/ann/scorecard?period=3000-Q1")]
    [InlineData("reps/ann/scorecard?period=nonsense")]
    [InlineData("reps/ann/scorecard?period=2026-11&period=2026-12")]
    [InlineData("reps/ann/scorecard?perod=2026-11")]
    [InlineData("reps/ann/scorecard/calls/activities?period=2026-00")]
    [InlineData("teams/sales/leaderboard?metric=calls&period=2026-Q5")]
    [InlineData("teams/sales/leaderboard?metric=calls&by=luck")]
    [InlineData("commissions/forecast?period=2026-W10")]
    [InlineData("commissions/forecast?period=10000")]
    [InlineData("commissions/forecast?groupBy=galaxy")]
    [InlineData("commissions/forecast?asOf=yesterday")]
    [InlineData("commissions/forecast?asOf=2026-02-30")]
    [InlineData("commissions/forecast?asOf=1e400")]
    [InlineData("commissions/forecast?asOf=0001-01-01")]
    [InlineData("commissions/forecast?asOf=9999-12-31")]
    [InlineData("commissions/forecast?run=9999-12-31T23:59:59Z")]
    [InlineData("commissions/forecast?run=latest")]
    [InlineData("commissions/forecast?run=2026-11-01T00:00:00Z&asOf=2026-11-01")]
    [InlineData("people?pageSize=0")]
    [InlineData("people?pageSize=1e9")]
    [InlineData("people?cursor=AAAA")]
    [InlineData("people?on=tomorrow")]
    [InlineData("notifications?from=1900-01-01&to=2999-12-31")]
    [InlineData("notifications?cursor=AAAA")]
    [InlineData("dead-letters?from=0001-01-01&to=9999-12-31")]
    [InlineData("notifications?to=0001-01-01")]
    [InlineData("people?on=9999-12-31")]
    [InlineData("model?asOf=never")]
    public async Task Given_a_question_that_is_none_when_asked_then_it_is_a_bad_request(string path) =>
        BadInputHost.AssertRefused(400, await bad.Api.GetAsync(path));

    [Theory]
    [InlineData("reps/ann/scorecard?period=1900")]
    [InlineData("reps/ann/scorecard?period=1900-W01")]
    [InlineData("reps/ann/scorecard?period=2999-12")]
    [InlineData("reps/ann/scorecard?period=2999-W52")]
    [InlineData("reps/ann/scorecard/calls/activities?period=1900-01")]
    [InlineData("reps/ann/scorecard/calls/activities?period=2999")]
    [InlineData("teams/sales/leaderboard?metric=calls&period=1900-01")]
    [InlineData("teams/sales/leaderboard?metric=calls&period=2999-W52")]
    [InlineData("commissions/forecast?period=1900-Q1")]
    [InlineData("commissions/forecast?period=2999-Q4&groupBy=team")]
    [InlineData("commissions/forecast?asOf=1900-01-01")]
    [InlineData("commissions/forecast?asOf=2999-12-31")]
    [InlineData("commissions/forecast?asOf=2999-12-31T23:59:59.9999999Z&groupBy=team")]
    [InlineData("commissions/forecast?run=1900-01-01T00:00:00Z")]
    [InlineData("people?on=1900-01-01&asOf=1900-01-01")]
    [InlineData("people?on=2999-12-31&asOf=2999-12-31")]
    [InlineData("people/ann?on=2999-12-31")]
    [InlineData("model?asOf=1900-01-01")]
    [InlineData("model?asOf=2999-12-31")]
    [InlineData("notifications?to=1900-01-01")]
    [InlineData("notifications?to=2999-12-31")]
    [InlineData("dead-letters?to=1900-01-01")]
    [InlineData("dead-letters?from=2026-11-30&to=2026-11-01")]
    public async Task Given_the_ends_of_time_when_asked_about_then_there_is_an_answer(string path)
    {
        var answer = await bad.Api.GetAsync(path);
        Assert.True(answer.Status == 200, $"{answer.Status} {answer.Text}");
    }
}
