namespace SalesPerf.Contracts.Commissions;

/// <summary>Refuses a draft: <c>POST /api/v1/plans/{id}/reject</c>.</summary>
public sealed record RejectDraftBody
{
    /// <summary>Why, in words its author reads. 1 to 500 characters.</summary>
    public string? Reason { get; init; }
}
