namespace SalesPerf.Domain.Settings;

/// <summary>What needs a second person. One resource, id <c>default</c>.</summary>
public sealed record ApprovalSettings
{
    public string Id { get; init; } = "default";

    /// <summary>True: a plan that an admin puts is in force at once. and so is a value that an assignment says. False: it waits for a second person as those of finance do, and values are entered where a second person approves them.</summary>
    public bool AdminAlone { get; init; } = true;
}
