using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Agreements;

/// <summary>What a person is to agree to: one assignment's plan, quotas and objectives over the days on which none of them changes.</summary>
public sealed record PlanAgreement
{
    /// <summary>Made of all that it says but <see cref="Until"/>: a change of anything is another version.</summary>
    public string? Version { get; init; }

    public required string Person { get; init; }

    /// <summary>The assignment's id.</summary>
    public required string Assignment { get; init; }

    /// <summary>The plan's id.</summary>
    public required string Plan { get; init; }

    /// <summary>The number of the plan's version.</summary>
    public required int PlanVersion { get; init; }

    public string? PlanName { get; init; }

    /// <summary>The first day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>The day after the last; null is open-ended. That it ends is nothing to agree to.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The plan's: ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>The plan's.</summary>
    public required string PayPeriod { get; init; }

    /// <summary>Yearly variable pay at 100 %; null without.</summary>
    public Money? TargetPay { get; init; }

    /// <summary>Yearly; null where it is not said.</summary>
    public Money? BaseSalary { get; init; }

    /// <summary>ISO 4217; null is the plan's.</summary>
    public string? PayoutCurrency { get; init; }

    /// <summary>In month 1 of the plan's ramp; null without.</summary>
    public DateOnly? RampStart { get; init; }

    /// <summary>As assigned, neither ramped nor prorated.</summary>
    public required IReadOnlyList<AgreedQuota> Quotas { get; init; }

    /// <summary>The person's own in the fiscal year, by id.</summary>
    public required IReadOnlyList<AgreedObjective> Objectives { get; init; }
}

/// <summary>A component's quota.</summary>
/// <param name="Component">Its id.</param>
/// <param name="Amount">Null where only the weight is told, or the objective is not known.</param>
/// <param name="Period">What the amount is for: a kind of period, or of an objective its period's id.</param>
/// <param name="Objective">Where the number comes from; null where it is the assignment's own.</param>
/// <param name="WeightPercent">Share of target pay.</param>
public sealed record AgreedQuota(string Component, Money? Amount, string? Period, string? Objective, decimal WeightPercent);

/// <summary>An objective of the person.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Measure"><c>bookings</c>, <c>revenue</c> or <c>margin</c>.</param>
/// <param name="Period">A fiscal period's id.</param>
/// <param name="Amount">What is to be reached.</param>
public sealed record AgreedObjective(string Id, string Measure, string Period, Money Amount);
