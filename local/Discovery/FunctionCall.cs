using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace SalesPerf.Local.Discovery;

/// <summary>Compiles the call of a function: a new instance from the scope, then its method.</summary>
internal static class FunctionCall
{
    /// <param name="services">The expression of the scope's <see cref="IServiceProvider"/>.</param>
    /// <param name="argument">The expression of each parameter; null when this trigger has nothing for it.</param>
    public static TDelegate Compile<TDelegate>(
        MethodInfo method, Expression services, Func<ParameterInfo, Expression?> argument, params ParameterExpression[] parameters)
        where TDelegate : Delegate
    {
        var arguments = method.GetParameters().Select(parameter => argument(parameter)
            ?? throw new FunctionException(method, $"nothing binds the parameter {parameter.ParameterType.Name} {parameter.Name}."));
        var call = Expression.Call(Instance(method, services), method, [.. arguments]);
        return Expression.Lambda<TDelegate>(call, parameters).Compile();
    }

    /// <summary>
    /// Whether it is that parameter. Compared by position: when two hosts of one process look at a method for the first time at once, reflection may
    /// give either of them two objects for one parameter.
    /// </summary>
    public static bool Is(this ParameterInfo parameter, ParameterInfo triggered) => parameter.Position == triggered.Position;

    public static void MustReturn(MethodInfo method, Type type)
    {
        if (method.ReturnType != type)
        {
            throw new FunctionException(method, $"it returns {method.ReturnType} where {type} is expected.");
        }
    }

    private static UnaryExpression? Instance(MethodInfo method, Expression services)
    {
        if (method.IsStatic || method.DeclaringType is not { } type)
        {
            return null;
        }

        var factory = ActivatorUtilities.CreateFactory(type, Type.EmptyTypes);
        return Expression.Convert(Expression.Invoke(Expression.Constant(factory), services, Expression.Constant(null, typeof(object[]))), type);
    }
}
