using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace SalesPerf.Conventions.Tests.Functions;

/// <summary>A method with <see cref="FunctionAttribute"/> and its triggers, as declared.</summary>
internal sealed record FoundFunction(string Name, MethodInfo Method, IReadOnlyList<(ParameterInfo Parameter, TriggerBindingAttribute Trigger)> Triggers)
{
    public Type Class => Method.DeclaringType ?? throw new InvalidOperationException($"{Method.Name} has no class.");

    /// <summary>In the order of their names.</summary>
    public static IReadOnlyList<FoundFunction> In(IEnumerable<Type> types) =>
    [
        .. (from type in types
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           select new FoundFunction(function.Name, method, TriggersOf(method))).OrderBy(function => function.Name, StringComparer.Ordinal),
    ];

    /// <summary>The function's line in the table.</summary>
    public override string ToString() => $"{Name,-28}{string.Join(" + ", Triggers.Select(found => Describe(found.Trigger)))}";

    public static string Describe(TriggerBindingAttribute trigger) => trigger switch
    {
        HttpTriggerAttribute http => $"http   {string.Join(',', http.Methods ?? []).ToUpperInvariant()} /{http.Route}",
        TimerTriggerAttribute timer => $"timer  {timer.Schedule}",
        ServiceBusTriggerAttribute { QueueName: { } queue, IsBatched: true } => $"batch  {queue}",
        ServiceBusTriggerAttribute { QueueName: { } queue } => $"queue  {queue}",
        ServiceBusTriggerAttribute topic => $"topic  {topic.TopicName}/{topic.SubscriptionName}",
        _ => trigger.GetType().Name,
    };

    private static IReadOnlyList<(ParameterInfo, TriggerBindingAttribute)> TriggersOf(MethodInfo method) =>
    [
        .. from parameter in method.GetParameters()
           from trigger in parameter.GetCustomAttributes<TriggerBindingAttribute>()
           select (parameter, trigger),
    ];
}
