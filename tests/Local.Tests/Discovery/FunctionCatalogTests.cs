using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Functions;
using SalesPerf.Local.Discovery;

namespace SalesPerf.Local.Tests.Discovery;

public sealed class FunctionCatalogTests
{
    [Fact]
    public void Discover_ProductFunctions_AllCanRunHere()
    {
        var catalog = FunctionCatalog.Discover(typeof(SalesPerfServices).Assembly.GetTypes(), "");

        Assert.All(catalog.Functions, function => Assert.Equal(function.Name, function.Method.DeclaringType?.Name));
    }

    [Fact]
    public void Discover_EveryTrigger_IsFoundWithItsSource()
    {
        var catalog = FunctionCatalog.Discover([typeof(OnHttp), typeof(OnTimer), typeof(OnQueue), typeof(OnBatch), typeof(OnTopic)], "api");

        Assert.Equal(["OnBatch", "OnHttp", "OnQueue", "OnTimer", "OnTopic"], catalog.Functions.Select(function => function.Name));
        Assert.Equal("api/things/{id}", Assert.IsType<FunctionDefinition.Http>(catalog.Find("onhttp")).Route.RawText);
        Assert.Equal("0 */15 * * * *", Assert.IsType<FunctionDefinition.Timer>(catalog.Find("OnTimer")).Cron);
        Assert.Equal("one", Assert.IsType<FunctionDefinition.Message>(catalog.Find("OnQueue")).Source.ToString());
        Assert.Equal("many", Assert.IsType<FunctionDefinition.Batch>(catalog.Find("OnBatch")).Source.ToString());
        Assert.Equal("news/wall", Assert.IsType<FunctionDefinition.Message>(catalog.Find("OnTopic")).Source.ToString());
        Assert.Null(catalog.Find("Elsewhere"));
    }

    // Each closed type is new to reflection, which makes the objects of its parameters when first asked: two that ask at once may be given different ones.
    [Fact]
    public void Discover_TwoHostsAtOnce_BothBindEveryParameter()
    {
        Type[] fresh = [.. typeof(FunctionCatalog).Assembly.GetExportedTypes().Where(type => type is { IsSealed: true, IsAbstract: false }).Select(type => typeof(OnQueueOf<>).MakeGenericType(type))];
        using var together = new Barrier(2);
        var problems = new ConcurrentBag<Exception?>();
        void Discover()
        {
            foreach (var type in fresh)
            {
                together.SignalAndWait();
                problems.Add(Record.Exception(() => FunctionCatalog.Discover([type], "")));
            }
        }

        var other = new Thread(Discover);
        other.Start();
        Discover();
        other.Join();

        Assert.All(problems, Assert.Null);
        Assert.Equal(2 * fresh.Length, problems.Count);
    }

    [Theory]
    [InlineData(typeof(NoTrigger), "one trigger")]
    [InlineData(typeof(TwoTriggers), "one trigger")]
    [InlineData(typeof(WrongAnswer), "is expected")]
    [InlineData(typeof(UnboundText), "nothing binds")]
    [InlineData(typeof(UnboundNumber), "nothing binds")]
    [InlineData(typeof(OptionalSegment), "not required")]
    [InlineData(typeof(CatchAll), "not required")]
    [InlineData(typeof(BrokenRoute), "cannot be read")]
    [InlineData(typeof(HostRoute), "keeps for itself")]
    [InlineData(typeof(TriggerOnText), "HttpRequest")]
    [InlineData(typeof(FiveFields), "six fields")]
    [InlineData(typeof(TimerOnText), "TimerInfo")]
    [InlineData(typeof(BatchOfOne), "IsBatched")]
    [InlineData(typeof(SingleOfMany), "IsBatched")]
    [InlineData(typeof(Nameless), "name is empty")]
    [InlineData(typeof(NotPublic), "public")]
    [InlineData(typeof(TwoConstructors), "constructor")]
    public void Discover_FunctionThatCannotRun_SaysWhichAndWhy(Type type, string reason)
    {
        var exception = Assert.Throws<FunctionException>(() => FunctionCatalog.Discover([type], ""));

        Assert.Contains(type.Name, exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(typeof(OnHttp), typeof(SameRoute), "GET /things/{}")]
    [InlineData(typeof(OnQueue), typeof(SameQueue), "triggered by one")]
    [InlineData(typeof(OnQueue), typeof(SameName), "named OnQueue")]
    public void Discover_TwoThatCannotBeToldApart_AreRefused(Type first, Type second, string reason)
    {
        var exception = Assert.Throws<FunctionException>(() => FunctionCatalog.Discover([first, second], ""));

        Assert.Contains(reason, exception.Message, StringComparison.OrdinalIgnoreCase);
    }
}
