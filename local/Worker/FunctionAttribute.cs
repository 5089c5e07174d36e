namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks a method as a function. Shape of extensions/Worker.Extensions.Abstractions/src/FunctionAttribute.cs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}
