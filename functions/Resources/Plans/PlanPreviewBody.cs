using System.Text.Json;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>Deals to try on a plan: <c>POST /api/v1/plans/{id}/preview</c>. Nothing of it is stored.</summary>
public sealed record PlanPreviewBody
{
    /// <summary>The pay period asked about.</summary>
    public string? Period { get; init; }

    /// <summary>Whose assignment to the plan it is tried with; with <see cref="Terms"/> only who the splits of the plan name.</summary>
    public string? Person { get; init; }

    /// <summary>Quotas, target pay and the like, as an assignment says them, without <c>id</c>, <c>person</c> and <c>plan</c>. In place of the person's assignment.</summary>
    public JsonElement? Terms { get; init; }

    /// <summary>A whole plan that is not stored, in place of the one in force.</summary>
    public JsonElement? Plan { get; init; }

    /// <summary>True: the open draft in place of the plan in force.</summary>
    public bool Draft { get; init; }

    /// <summary>The only credits that count, at most 1,000.</summary>
    public IReadOnlyList<PreviewDeal?>? Deals { get; init; }
}

/// <summary>A won deal.</summary>
public sealed record PreviewDeal
{
    /// <summary>Its id; without one its number in the list.</summary>
    public string? Deal { get; init; }

    /// <summary>The day of the booking.</summary>
    public DateOnly? Date { get; init; }

    public decimal? Amount { get; init; }

    /// <summary>ISO 4217; without one the plan's.</summary>
    public string? Currency { get; init; }

    public decimal? Margin { get; init; }

    public string? Account { get; init; }

    public string? Stage { get; init; }

    public SortedDictionary<string, string?>? Attributes { get; init; }
}
