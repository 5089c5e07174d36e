using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace SalesPerf.Local.Tests.Discovery;

public static class NoTrigger
{
    [Function(nameof(NoTrigger))]
    public static Task Run() => Task.CompletedTask;
}

public static class TwoTriggers
{
    [Function(nameof(TwoTriggers))]
    public static Task Run([ServiceBusTrigger("a")] string a, [ServiceBusTrigger("b")] string b) => Task.FromResult(a + b);
}

public static class WrongAnswer
{
    [Function(nameof(WrongAnswer))]
    public static Task<string> Run([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Task.FromResult(request.Method);
}

public static class UnboundText
{
    [Function(nameof(UnboundText))]
    public static Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "a/{id}")] HttpRequest request, string name) =>
        Task.FromResult(Results.Text(request.Method + name));
}

public static class UnboundNumber
{
    [Function(nameof(UnboundNumber))]
    public static Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "a/{id}")] HttpRequest request, int id) =>
        Task.FromResult(Results.Text(request.Method + id));
}

public static class OptionalSegment
{
    [Function(nameof(OptionalSegment))]
    public static Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "a/{id?}")] HttpRequest request, string id) =>
        Task.FromResult(Results.Text(request.Method + id));
}

public static class CatchAll
{
    [Function(nameof(CatchAll))]
    public static Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "a/{*path}")] HttpRequest request) =>
        Task.FromResult(Results.Text(request.Method));
}

public static class BrokenRoute
{
    [Function(nameof(BrokenRoute))]
    public static Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "a/{id")] HttpRequest request) =>
        Task.FromResult(Results.Text(request.Method));
}

public static class HostRoute
{
    [Function(nameof(HostRoute))]
    public static Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "Admin/keys")] HttpRequest request) =>
        Task.FromResult(Results.Text(request.Method));
}

public static class TriggerOnText
{
    [Function(nameof(TriggerOnText))]
    public static Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous)] string body) => Task.FromResult(Results.Text(body));
}

public static class FiveFields
{
    [Function(nameof(FiveFields))]
    public static Task Run([TimerTrigger("0 2 * * *")] TimerInfo timer) => Task.FromResult(timer);
}

public static class TimerOnText
{
    [Function(nameof(TimerOnText))]
    public static Task Run([TimerTrigger("0 0 2 * * *")] string timer) => Task.FromResult(timer);
}

public static class BatchOfOne
{
    [Function(nameof(BatchOfOne))]
    public static Task Run([ServiceBusTrigger("a", IsBatched = true)] string body) => Task.FromResult(body);
}

public static class SingleOfMany
{
    [Function(nameof(SingleOfMany))]
    public static Task Run([ServiceBusTrigger("a")] string[] bodies) => Task.FromResult(bodies);
}

public static class Nameless
{
    [Function(" ")]
    public static Task Run([ServiceBusTrigger("a")] string body) => Task.FromResult(body);
}

public static class NotPublic
{
    [Function(nameof(NotPublic))]
    internal static Task Run([ServiceBusTrigger("a")] string body) => Task.FromResult(body);
}

public sealed class TwoConstructors(string text)
{
    public TwoConstructors()
        : this("")
    {
    }

    [Function(nameof(TwoConstructors))]
    public Task Run([ServiceBusTrigger("a")] string body) => Task.FromResult(body + text);
}

public static class SameRoute
{
    [Function(nameof(SameRoute))]
    public static Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "put", "GET", Route = "Things/{name}")] HttpRequest request) =>
        Task.FromResult(Results.Text(request.Method));
}

public static class SameQueue
{
    [Function(nameof(SameQueue))]
    public static Task Run([ServiceBusTrigger("one", IsBatched = true)] string[] bodies) => Task.FromResult(bodies);
}

public static class SameName
{
    [Function("onqueue")]
    public static Task Run([ServiceBusTrigger("two")] string body) => Task.FromResult(body);
}
