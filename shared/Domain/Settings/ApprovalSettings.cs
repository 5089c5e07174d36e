namespace SalesPerf.Domain.Settings;

/// <summary>What needs a second person. One resource, id <c>default</c>.</summary>
public sealed record ApprovalSettings
{
    public string Id { get; init; } = "default";

    /// <summary>True: a plan that an admin puts is in force at once. False: it waits for a second person as those of finance do.</summary>
    public bool AdminAlone { get; init; } = true;
}
