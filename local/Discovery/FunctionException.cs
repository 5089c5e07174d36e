using System.Reflection;

namespace SalesPerf.Local.Discovery;

/// <summary>A function that this host cannot run. Thrown at start-up, so that nobody meets it at run time.</summary>
public sealed class FunctionException(MethodInfo method, string problem)
    : Exception($"Function {method.DeclaringType?.FullName}.{method.Name}: {problem}");
