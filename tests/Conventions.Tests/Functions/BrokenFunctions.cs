using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Functions;

namespace SalesPerf.Conventions.Tests.Functions;

public sealed class OtherName
{
    [Function("Elsewhere")]
    public Task Run([TimerTrigger("0 0 * * * *")] TimerInfo timer) => throw new NotSupportedException();
}

public class Unsealed
{
    [Function(nameof(Unsealed))]
    public Task Run([TimerTrigger("0 0 * * * *")] TimerInfo timer) => throw new NotSupportedException();
}

public sealed class TwoFunctions
{
    [Function(nameof(TwoFunctions))]
    public Task Run([TimerTrigger("0 0 * * * *")] TimerInfo timer) => throw new NotSupportedException();

    [Function("Second")]
    public Task RunAgain([TimerTrigger("0 0 * * * *")] TimerInfo timer) => throw new NotSupportedException();
}

public sealed class TwoTriggers
{
    [Function(nameof(TwoTriggers))]
    public Task Run([TimerTrigger("0 0 * * * *")] TimerInfo timer, [ServiceBusTrigger(Queues.SendDigest, Connection = Queues.Connection)] string message) => throw new NotSupportedException();
}

public sealed class NoTrigger
{
    [Function(nameof(NoTrigger))]
    public Task Run(string message) => Task.FromResult(message);
}

[AttributeUsage(AttributeTargets.Method)]
public sealed class FixedDelayRetryAttribute : Attribute;

public sealed class Retried
{
    [Function(nameof(Retried))]
    [FixedDelayRetry]
    public Task Run([TimerTrigger("0 0 * * * *")] TimerInfo timer) => throw new NotSupportedException();
}

public sealed class KeyedHttp
{
    [Function(nameof(KeyedHttp))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/v1/a")] HttpRequest request) => throw new NotSupportedException();
}

public sealed class ShoutedHttp
{
    [Function(nameof(ShoutedHttp))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "GET", Route = "api/v1/a")] HttpRequest request) => throw new NotSupportedException();
}

public sealed class HeadlessHttp
{
    [Function(nameof(HeadlessHttp))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/a")] HttpRequest request) => throw new NotSupportedException();
}

public sealed class RootHttp
{
    [Function(nameof(RootHttp))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "/")] HttpRequest request) => throw new NotSupportedException();
}

public sealed class Unversioned
{
    [Function(nameof(Unversioned))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "reps")] HttpRequest request) => throw new NotSupportedException();
}

public sealed class OptionalSegment
{
    [Function(nameof(OptionalSegment))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reps/{id?}")] HttpRequest request, string id) => throw new NotSupportedException(id);
}

public sealed class FromQuery
{
    [Function(nameof(FromQuery))]
    public Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reps")] HttpRequest request, string page) => throw new NotSupportedException(page);
}

public sealed class NoResult
{
    [Function(nameof(NoResult))]
    public Task Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/reps")] HttpRequest request) => throw new NotSupportedException();
}

public sealed class FiveFields
{
    [Function(nameof(FiveFields))]
    public Task Run([TimerTrigger("*/15 * * * *")] TimerInfo timer) => throw new NotSupportedException();
}

public sealed class AppSettingSchedule
{
    [Function(nameof(AppSettingSchedule))]
    public Task Run([TimerTrigger("%Schedule%")] TimerInfo timer) => throw new NotSupportedException();
}

public sealed class AtStartUp
{
    [Function(nameof(AtStartUp))]
    public Task Run([TimerTrigger("0 0 * * * *", RunOnStartup = true)] TimerInfo timer) => throw new NotSupportedException();
}

public sealed class UnknownQueue
{
    [Function(nameof(UnknownQueue))]
    public Task Run([ServiceBusTrigger("unknown-queue", Connection = Queues.Connection)] string message) => throw new NotSupportedException();
}

public sealed class OthersQueue
{
    [Function(nameof(OthersQueue))]
    public Task Run([ServiceBusTrigger(Queues.ApplyDeal, Connection = Queues.Connection)] string message) => throw new NotSupportedException();
}

public sealed class ApplyDeal
{
    [Function(nameof(ApplyDeal))]
    public Task Run([ServiceBusTrigger(Queues.ApplyDeal, Connection = Queues.Connection, IsBatched = true)] string[] messages) => throw new NotSupportedException();
}

public sealed class IngestActivities
{
    [Function(nameof(IngestActivities))]
    public Task Run([ServiceBusTrigger(Queues.IngestActivities, Connection = Queues.Connection, IsBatched = true)] IReadOnlyList<string> messages) => throw new NotSupportedException();
}

public sealed class SendDigest
{
    [Function(nameof(SendDigest))]
    public Task Run([ServiceBusTrigger(Queues.SendDigest, Connection = "Other")] string message) => throw new NotSupportedException();
}

public sealed class UnknownSubscription
{
    [Function(nameof(UnknownSubscription))]
    public Task Run([ServiceBusTrigger(Queues.Notifications, "pager", Connection = Queues.Connection)] string message) => throw new NotSupportedException();
}

public sealed class SameName
{
    [Function(nameof(SameName))]
    public Task Run([TimerTrigger("0 0 * * * *")] TimerInfo timer) => throw new NotSupportedException();
}

public sealed class Samename
{
    [Function(nameof(Samename))]
    public Task Run([TimerTrigger("0 0 * * * *")] TimerInfo timer) => throw new NotSupportedException();
}
