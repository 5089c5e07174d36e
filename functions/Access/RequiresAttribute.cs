using SalesPerf.Domain.Access;

namespace SalesPerf.Functions.Access;

/// <summary>
/// Says which action a function asks <see cref="Authorize"/> for. It decides nothing itself: a test compares it with what the route really does,
/// for every role and for nobody.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RequiresAttribute(AccessAction action) : Attribute
{
    public AccessAction Action { get; } = action;
}

/// <summary>Says that anybody may call a function, and why.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PublicRouteAttribute(string why) : Attribute
{
    public string Why { get; } = why;
}
