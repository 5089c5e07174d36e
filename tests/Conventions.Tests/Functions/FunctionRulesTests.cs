using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Functions;

namespace SalesPerf.Conventions.Tests.Functions;

public sealed class FunctionRulesTests
{
    [Fact]
    public void Given_the_functions_of_this_app_when_checked_then_no_rule_is_broken() =>
        Assert.Equal("", string.Join('\n', FunctionRules.Check(typeof(Queues).Assembly.GetTypes())));

    [Theory]
    [InlineData(typeof(OtherName), "name and class are one")]
    [InlineData(typeof(Unsealed), "public sealed class")]
    [InlineData(typeof(TwoFunctions), "a class has one function")]
    [InlineData(typeof(TwoTriggers), "has 2")]
    [InlineData(typeof(NoTrigger), "has 0")]
    [InlineData(typeof(Retried), "retry attributes are not used")]
    [InlineData(typeof(KeyedHttp), "the level is Anonymous")]
    [InlineData(typeof(ShoutedHttp), "in lower case")]
    [InlineData(typeof(HeadlessHttp), "answers head")]
    [InlineData(typeof(RootHttp), "does not start with a slash")]
    [InlineData(typeof(Unversioned), "not under api/v1")]
    [InlineData(typeof(OptionalSegment), "is not required")]
    [InlineData(typeof(FromQuery), "nothing binds the parameter page")]
    [InlineData(typeof(NoResult), "it returns")]
    [InlineData(typeof(FiveFields), "six fields")]
    [InlineData(typeof(AppSettingSchedule), "six fields")]
    [InlineData(typeof(AtStartUp), "runs at every restart")]
    [InlineData(typeof(UnknownQueue), "is not among Queues.All")]
    [InlineData(typeof(OthersQueue), "its queue would be others-queue")]
    [InlineData(typeof(ApplyDeal), "and nothing else")]
    [InlineData(typeof(IngestActivities), "not a String[]")]
    [InlineData(typeof(SendDigest), "the connection is Queues.Connection")]
    [InlineData(typeof(UnknownSubscription), "no subscription of ours")]
    public void Given_a_function_that_breaks_a_rule_when_checked_then_the_rule_is_named(Type function, string rule) =>
        Assert.Contains(FunctionRules.Check([function]), problem => problem.Contains(rule, StringComparison.Ordinal));

    [Fact]
    public void Given_two_functions_whose_names_differ_in_case_only_when_checked_then_both_are_reported() =>
        Assert.Contains(FunctionRules.Check([typeof(SameName), typeof(Samename)]), problem => problem.Contains("2 functions", StringComparison.Ordinal));

    [Fact]
    public void Given_two_functions_that_share_an_address_when_checked_then_it_is_reported_since_the_hosts_choose_differently()
    {
        Assert.Contains(FunctionRules.Check([typeof(GoodHttp), typeof(BestRep)]), problem => problem.Contains("BestRep and GoodHttp", StringComparison.Ordinal));
        Assert.Empty(FunctionRules.Check([typeof(GoodHttp), typeof(PostRep)]));
        Assert.Empty(FunctionRules.Check([typeof(GoodHttp), typeof(GoodFirstPage)]));
    }

    [Theory]
    [InlineData(typeof(GoodHttp))]
    [InlineData(typeof(GoodFirstPage))]
    [InlineData(typeof(GoodTimer))]
    [InlineData(typeof(EvaluateCompetencies))]
    [InlineData(typeof(GoodSubscription))]
    public void Given_a_function_that_both_hosts_run_when_checked_then_nothing_is_reported(Type function) =>
        Assert.Empty(FunctionRules.Check([function]));
}

public sealed class GoodHttp
{
    [Function(nameof(GoodHttp))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reps/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        throw new NotSupportedException(id);
}

public sealed class BestRep
{
    [Function(nameof(BestRep))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reps/best")] HttpRequest request) => throw new NotSupportedException();
}

public sealed class PostRep
{
    [Function(nameof(PostRep))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/reps/{id}")] HttpRequest request, string id) => throw new NotSupportedException(id);
}

public sealed class GoodFirstPage
{
    [Function(nameof(GoodFirstPage))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.FirstPage)] HttpRequest request) => throw new NotSupportedException();
}

public sealed class GoodTimer
{
    [Function(nameof(GoodTimer))]
    public Task Run([TimerTrigger("0 */15 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => Task.CompletedTask;
}

public sealed class EvaluateCompetencies
{
    [Function(nameof(EvaluateCompetencies))]
    public Task Run([ServiceBusTrigger(Queues.EvaluateCompetencies, Connection = Queues.Connection)] string message, CancellationToken cancellationToken) => Task.CompletedTask;
}

public sealed class GoodSubscription
{
    [Function(nameof(GoodSubscription))]
    public Task Run([ServiceBusTrigger(Queues.Notifications, Queues.Wall, Connection = Queues.Connection)] string message) => Task.CompletedTask;
}
