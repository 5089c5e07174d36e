using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Functions.Schedules;

namespace SalesPerf.Local.Discovery;

/// <summary>A function as found in an assembly, with a compiled way to call it. The class is instantiated from the scope at every call.</summary>
public abstract record FunctionDefinition
{
    private FunctionDefinition(string name, MethodInfo method)
    {
        Name = name;
        Method = method;
    }

    public string Name { get; }

    public MethodInfo Method { get; }

    /// <param name="Route">The template, prefix included.</param>
    /// <param name="Methods">HTTP methods in upper case; empty for all.</param>
    public sealed record Http(string Name, MethodInfo Method, RoutePattern Route, IReadOnlyList<string> Methods, HttpCall Call)
        : FunctionDefinition(Name, Method);

    /// <param name="Cron">Six fields, UTC.</param>
    public sealed record Timer(string Name, MethodInfo Method, string Cron, CronSchedule Schedule, TimerCall Call)
        : FunctionDefinition(Name, Method);

    public sealed record Message(string Name, MethodInfo Method, MessageSource Source, MessageCall Call)
        : FunctionDefinition(Name, Method);

    public sealed record Batch(string Name, MethodInfo Method, MessageSource Source, BatchCall Call)
        : FunctionDefinition(Name, Method);
}

/// <summary>A queue, or a subscription of a topic.</summary>
public sealed record MessageSource(string QueueOrTopic, string? Subscription)
{
    public override string ToString() => Subscription is null ? QueueOrTopic : $"{QueueOrTopic}/{Subscription}";
}

public delegate Task<IResult> HttpCall(HttpContext context);

public delegate Task TimerCall(IServiceProvider scope, TimerInfo timer, CancellationToken cancellationToken);

public delegate Task MessageCall(IServiceProvider scope, string body, CancellationToken cancellationToken);

public delegate Task BatchCall(IServiceProvider scope, string[] bodies, CancellationToken cancellationToken);
