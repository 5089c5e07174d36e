using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace SalesPerf.Local.Discovery;

/// <summary>Functions on a queue or subscription: one body as <see cref="string"/>, or a batch as an array of it.</summary>
internal static class MessageFunction
{
    public static FunctionDefinition Define(string name, MethodInfo method, ParameterInfo triggered, ServiceBusTriggerAttribute trigger)
    {
        var body = trigger.IsBatched ? typeof(string[]) : typeof(string);
        if (triggered.ParameterType != body)
        {
            throw new FunctionException(method, $"IsBatched = {trigger.IsBatched} goes with a parameter of type {body.Name}, not {triggered.ParameterType.Name}.");
        }

        FunctionCall.MustReturn(method, typeof(Task));
        if ((trigger.QueueName ?? trigger.TopicName) is not { Length: > 0 } queueOrTopic)
        {
            throw new FunctionException(method, "the trigger names no queue.");
        }

        var source = new MessageSource(queueOrTopic, trigger.SubscriptionName);
        return trigger.IsBatched
            ? new FunctionDefinition.Batch(name, method, source, Compile<BatchCall>(method, triggered))
            : new FunctionDefinition.Message(name, method, source, Compile<MessageCall>(method, triggered));
    }

    private static TDelegate Compile<TDelegate>(MethodInfo method, ParameterInfo triggered)
        where TDelegate : Delegate
    {
        var scope = Expression.Parameter(typeof(IServiceProvider));
        var body = Expression.Parameter(triggered.ParameterType);
        var cancellation = Expression.Parameter(typeof(CancellationToken));
        return FunctionCall.Compile<TDelegate>(
            method,
            scope,
            parameter => parameter.Is(triggered) ? body : parameter.ParameterType == typeof(CancellationToken) ? cancellation : null,
            scope,
            body,
            cancellation);
    }
}
