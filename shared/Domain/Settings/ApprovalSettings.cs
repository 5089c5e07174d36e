namespace SalesPerf.Domain.Settings;

/// <summary>What needs a second person. One resource, id <c>default</c>.</summary>
public sealed record ApprovalSettings
{
    public string Id { get; init; } = "default";

    /// <summary>True: a plan that an admin puts, and values in an assignment that an admin puts, are in force at once. False: they wait for a second person as those of finance do.</summary>
    public bool AdminAlone { get; init; } = true;
}
