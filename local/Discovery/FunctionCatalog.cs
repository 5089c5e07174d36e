using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.DependencyInjection;

namespace SalesPerf.Local.Discovery;

/// <summary>Every function of some types, found once at start-up and ordered by name.</summary>
public sealed class FunctionCatalog
{
    private FunctionCatalog(IReadOnlyList<FunctionDefinition> functions) => Functions = functions;

    public IReadOnlyList<FunctionDefinition> Functions { get; }

    /// <summary>The function of that name, in any case, as the Functions host compares; null when there is none.</summary>
    public FunctionDefinition? Find(string name) =>
        Functions.FirstOrDefault(function => function.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <exception cref="FunctionException">A function cannot be run here, or two cannot be told apart.</exception>
    public static FunctionCatalog Discover(IEnumerable<Type> types, string routePrefix)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var functions = types
            .SelectMany(type => type.GetMethods(all))
            .Where(method => method.IsDefined(typeof(FunctionAttribute)))
            .Select(method => Define(method, routePrefix))
            .OrderBy(function => function.Name, StringComparer.Ordinal)
            .ToArray();
        RefuseTwins(functions);
        return new(functions);
    }

    /// <summary>Checks that what the function classes ask for is registered.</summary>
    /// <exception cref="FunctionException">A constructor asks for a service that nobody registered.</exception>
    public void Verify(IServiceProviderIsService services)
    {
        foreach (var function in Functions)
        {
            var constructor = function.Method.DeclaringType?.GetConstructors() is [var only] ? only : null;
            var missing = constructor?.GetParameters().FirstOrDefault(parameter => !parameter.HasDefaultValue && !services.IsService(parameter.ParameterType));
            if (missing is not null)
            {
                throw new FunctionException(function.Method, $"the constructor asks for {missing.ParameterType}, which is not registered.");
            }
        }
    }

    private static FunctionDefinition Define(MethodInfo method, string routePrefix)
    {
        var name = method.GetCustomAttribute<FunctionAttribute>()?.Name;
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new FunctionException(method, "the name is empty.");
        }

        if (!method.IsPublic || method.DeclaringType is not { IsVisible: true, ContainsGenericParameters: false } type || method.IsGenericMethod || (type.IsAbstract && !method.IsStatic))
        {
            throw new FunctionException(method, "a function is a public method of a public class, neither generic.");
        }

        if (!method.IsStatic && type.GetConstructors().Length != 1)
        {
            throw new FunctionException(method, "the class needs exactly one public constructor.");
        }

        var triggers = method.GetParameters()
            .SelectMany(parameter => parameter.GetCustomAttributes<TriggerBindingAttribute>().Select(trigger => (parameter, trigger)))
            .ToArray();
        return triggers switch
        {
            [(var parameter, HttpTriggerAttribute trigger)] => HttpFunction.Define(name, method, parameter, trigger, routePrefix),
            [(var parameter, TimerTriggerAttribute trigger)] => TimerFunction.Define(name, method, parameter, trigger),
            [(var parameter, ServiceBusTriggerAttribute trigger)] => MessageFunction.Define(name, method, parameter, trigger),
            [var (_, other)] => throw new FunctionException(method, $"this host has no {other.GetType().Name}."),
            _ => throw new FunctionException(method, $"a function has one trigger, this one has {triggers.Length}."),
        };
    }

    private static void RefuseTwins(IReadOnlyList<FunctionDefinition> functions)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var sources = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var function in functions)
        {
            if (!names.Add(function.Name))
            {
                throw new FunctionException(function.Method, $"another function is named {function.Name} too.");
            }

            foreach (var source in Sources(function))
            {
                if (!sources.TryAdd(source, function.Name))
                {
                    throw new FunctionException(function.Method, $"{sources[source]} is triggered by {source} too.");
                }
            }
        }
    }

    private static IEnumerable<string> Sources(FunctionDefinition function) => function switch
    {
        FunctionDefinition.Http http => HttpFunction.Sources(http),
        FunctionDefinition.Message message => [message.Source.ToString()],
        FunctionDefinition.Batch batch => [batch.Source.ToString()],
        _ => [],
    };
}
