using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using NCrontab;
using SalesPerf.Functions;

namespace SalesPerf.Conventions.Tests.Functions;

/// <summary>What both hosts need of a function class, in place of the worker's own analyzers.</summary>
internal static class FunctionRules
{
    private static readonly string[] Subscriptions = [Queues.Email, Queues.Webhooks, Queues.Wall];

    /// <summary>A sentence for every rule broken; none when all is well.</summary>
    public static IReadOnlyList<string> Check(IEnumerable<Type> types)
    {
        var functions = FoundFunction.In(types);
        var twins = functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1)
            .Select(same => $"{same.Key}: {same.Count()} functions have this name.");
        var crowded = functions.GroupBy(function => function.Class).Where(same => same.Count() > 1)
            .Select(same => $"{same.Key.Name}: a class has one function.");
        return [.. twins, .. crowded, .. RouteRules.Overlaps(functions), .. functions.SelectMany(function => Check(function).Select(problem => $"{function.Name}: {problem}"))];
    }

    private static IEnumerable<string> Check(FoundFunction function)
    {
        if (function.Name != function.Class.Name)
        {
            yield return $"it is in the class {function.Class.Name}; name and class are one.";
        }

        if (function.Class is not { IsPublic: true, IsSealed: true, IsAbstract: false } || function.Method is not { Name: "Run", IsPublic: true })
        {
            yield return "a function is the public method Run of a public sealed class.";
        }

        var attributes = function.Method.GetCustomAttributes().Concat(function.Class.GetCustomAttributes());
        if (attributes.Any(attribute => attribute.GetType().Name.EndsWith("RetryAttribute", StringComparison.Ordinal)))
        {
            yield return "retry attributes are not used: a message comes back by itself, an occurrence is sent again.";
        }

        var problems = function.Triggers is [var (parameter, trigger)]
            ? trigger switch
            {
                HttpTriggerAttribute http => CheckHttp(function.Method, parameter, http),
                TimerTriggerAttribute timer => CheckTimer(function.Method, parameter, timer),
                ServiceBusTriggerAttribute message => CheckMessage(function, parameter, message),
                _ => [$"neither host has {trigger.GetType().Name}."],
            }
            : [$"a function has one trigger, this one has {function.Triggers.Count}."];
        foreach (var problem in problems)
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> CheckHttp(MethodInfo method, ParameterInfo parameter, HttpTriggerAttribute trigger)
    {
        if (trigger.AuthLevel != AuthorizationLevel.Anonymous)
        {
            yield return "the app itself decides who may call; the level is Anonymous.";
        }

        if (trigger.Methods is not { Length: > 0 } methods || methods.Any(verb => verb.Any(char.IsUpper)))
        {
            yield return "HTTP methods are named, in lower case.";
        }
        else if (methods.Contains("get") != methods.Contains("head"))
        {
            yield return "what answers get answers head, and the other way round.";
        }

        if (trigger.Route is not { Length: > 0 } template || template.StartsWith('/'))
        {
            yield return "the route is written out and does not start with a slash.";
            yield break;
        }

        var route = RoutePatternFactory.Parse(template);
        if (template != Routes.FirstPage && !template.StartsWith("api/v1/", StringComparison.Ordinal))
        {
            yield return $"the route {template} is not under api/v1.";
        }

        if (template != Routes.FirstPage && route.Parameters.Any(segment => segment.IsOptional || segment.IsCatchAll || segment.Default is not null))
        {
            yield return $"a segment of {template} is not required; the Functions host fills such a parameter from query or body.";
        }

        foreach (var problem in CheckParameters(method, parameter, typeof(HttpRequest), typeof(Task<IResult>), other =>
            other.ParameterType == typeof(string) && route.Parameters.Any(segment => segment.Name == other.Name)))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> CheckTimer(MethodInfo method, ParameterInfo parameter, TimerTriggerAttribute trigger)
    {
        if (CrontabSchedule.TryParse(trigger.Schedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true }) is null)
        {
            yield return $"\"{trigger.Schedule}\" is not a constant cron expression of six fields.";
        }

        if (trigger.RunOnStartup)
        {
            yield return "a timer that runs at start-up runs at every restart and scale-out.";
        }

        foreach (var problem in CheckParameters(method, parameter, typeof(TimerInfo), typeof(Task), _ => false))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> CheckMessage(FoundFunction function, ParameterInfo parameter, ServiceBusTriggerAttribute trigger)
    {
        if (trigger.Connection != Queues.Connection)
        {
            yield return $"the connection is Queues.Connection, not \"{trigger.Connection}\".";
        }

        if (trigger.QueueName is { } queue)
        {
            if (!Queues.All.Contains(queue))
            {
                yield return $"the queue {queue} is not among Queues.All.";
            }

            if (queue != Kebab(function.Name))
            {
                yield return $"its queue would be {Kebab(function.Name)}, not {queue}.";
            }
        }
        else if (trigger.TopicName != Queues.Notifications || !Subscriptions.Contains(trigger.SubscriptionName))
        {
            yield return $"{trigger.TopicName}/{trigger.SubscriptionName} is no subscription of ours.";
        }

        if (trigger.IsBatched != (trigger.QueueName == Queues.IngestActivities))
        {
            yield return $"{Queues.IngestActivities} is batched, and nothing else.";
        }

        var body = trigger.IsBatched ? typeof(string[]) : typeof(string);
        foreach (var problem in CheckParameters(function.Method, parameter, body, typeof(Task), _ => false))
        {
            yield return problem;
        }
    }

    private static IEnumerable<string> CheckParameters(MethodInfo method, ParameterInfo triggered, Type expected, Type returned, Func<ParameterInfo, bool> alsoBound)
    {
        if (triggered.ParameterType != expected)
        {
            yield return $"the trigger is on a {triggered.ParameterType.Name}, not a {expected.Name}.";
        }

        if (method.ReturnType != returned)
        {
            yield return $"it returns {method.ReturnType}, not {returned}.";
        }

        foreach (var other in method.GetParameters().Where(other => other != triggered && other.ParameterType != typeof(CancellationToken) && !alsoBound(other)))
        {
            yield return $"nothing binds the parameter {other.Name} on both hosts.";
        }
    }

    /// <summary><c>IngestActivities</c> → <c>ingest-activities</c>.</summary>
    private static string Kebab(string name) =>
        string.Concat(name.Select((letter, index) => char.IsUpper(letter) ? (index == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));
}
