using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Functions.Schedules;

namespace SalesPerf.Local.Discovery;

/// <summary>Functions on a timer.</summary>
internal static class TimerFunction
{
    public static FunctionDefinition Define(string name, MethodInfo method, ParameterInfo triggered, TimerTriggerAttribute trigger)
    {
        if (triggered.ParameterType != typeof(TimerInfo))
        {
            throw new FunctionException(method, "a timer trigger is on a parameter of type TimerInfo.");
        }

        FunctionCall.MustReturn(method, typeof(Task));
        var scope = Expression.Parameter(typeof(IServiceProvider));
        var timer = Expression.Parameter(typeof(TimerInfo));
        var cancellation = Expression.Parameter(typeof(CancellationToken));
        var call = FunctionCall.Compile<TimerCall>(
            method,
            scope,
            parameter => parameter.Is(triggered) ? timer : parameter.ParameterType == typeof(CancellationToken) ? cancellation : null,
            scope,
            timer,
            cancellation);
        return new FunctionDefinition.Timer(name, method, trigger.Schedule, Schedule(method, trigger), call);
    }

    private static CronSchedule Schedule(MethodInfo method, TimerTriggerAttribute trigger)
    {
        try
        {
            return new CronSchedule(trigger.Schedule);
        }
        catch (FormatException exception)
        {
            throw new FunctionException(method, exception.Message);
        }
    }
}
