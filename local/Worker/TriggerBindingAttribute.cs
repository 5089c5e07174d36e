namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>What all triggers derive from. Shape of extensions/Worker.Extensions.Abstractions/src/TriggerBindingAttribute.cs.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public abstract class TriggerBindingAttribute : Attribute;
