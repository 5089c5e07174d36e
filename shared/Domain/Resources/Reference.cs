namespace SalesPerf.Domain.Resources;

/// <summary>A place in a resource that names another.</summary>
/// <param name="Pointer">JSON pointer to the name.</param>
/// <param name="Kind">What is named: <c>person</c>, <c>team</c>, <c>role</c>, <c>metric</c>, <c>plan</c> or <c>objective</c>.</param>
/// <param name="Id">The id named.</param>
public sealed record Reference(string Pointer, string Kind, string Id);

/// <summary>Who names a resource.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Pointer">Where it names the resource.</param>
public sealed record Referrer(string Kind, string Id, string Pointer);
