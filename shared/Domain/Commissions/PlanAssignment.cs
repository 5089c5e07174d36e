using SalesPerf.Domain.People;

namespace SalesPerf.Domain.Commissions;

/// <summary>A person on a plan from <see cref="From"/> (inclusive) to <see cref="To"/> (exclusive).</summary>
public sealed record PlanAssignment
{
    public required string Id { get; init; }

    public required string Person { get; init; }

    public required string Plan { get; init; }

    public required DateOnly From { get; init; }

    public DateOnly? To { get; init; }

    /// <summary>Yearly, in the plan's currency.</summary>
    public decimal? BaseSalary { get; init; }

    /// <summary>Yearly variable pay at 100 %, in the plan's currency.</summary>
    public decimal? TargetPay { get; init; }

    /// <summary>ISO 4217; null is the plan's.</summary>
    public string? PayoutCurrency { get; init; }

    public IReadOnlyList<ComponentQuota> Quotas { get; init; } = [];

    /// <summary>Yearly pay at target, base salary included, in place of <see cref="TargetPay"/>: target pay is this less <see cref="BaseSalary"/>.</summary>
    public decimal? Ote { get; init; }

    /// <summary>Its calendar month is month 1 of the plan's ramp; null is no ramp.</summary>
    public DateOnly? RampStart { get; init; }

    /// <summary>Days on the plan that do not count where quotas, target pay and the draw are prorated. Those of the newest version count; null is none: whoever is absent counts as active.</summary>
    public IReadOnlyList<DateSpan>? Absences { get; init; }

    /// <summary>
    /// Values of metrics that an admin says alone; null is none. Those of the newest version count, where nobody entered one of the person for the same metric and period: see <see cref="MetricEntry"/>.
    /// </summary>
    public IReadOnlyList<EnteredValue>? Entered { get; init; }
}

/// <summary>A metric's value as entered for a period.</summary>
/// <param name="Metric">The metric's id.</param>
/// <param name="Period">A fiscal period's id.</param>
/// <param name="Value">In the metric's unit; scores in per cent.</param>
public sealed record EnteredValue(string Metric, string Period, decimal Value)
{
    /// <summary>Stands for an approver whom nobody named.</summary>
    public const string SecondPerson = "second-person";

    /// <summary>Who entered it; null where it is not said. In an assignment this and who approves are read where they were written once, and not taken any more.</summary>
    public string? EnteredBy { get; init; }

    /// <summary>Who is to approve it; null: it counts without.</summary>
    public string? Approver { get; init; }

    /// <summary>Who approved it; null while nobody has.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>True when it may be paid by: nobody need approve it, or somebody other than who entered it has.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool Counts => Approver is null || (ApprovedBy is not null && ApprovedBy != EnteredBy);
}

/// <summary>A component's quota for one person.</summary>
public sealed record ComponentQuota
{
    public required string Component { get; init; }

    /// <summary>In the plan's currency, per <see cref="Period"/>; not negative. This, <see cref="Objective"/>, or neither: then only the weight is told.</summary>
    public decimal? Amount { get; init; }

    /// <summary>The objective the number comes from.</summary>
    public string? Objective { get; init; }

    /// <summary><c>month</c>, <c>quarter</c>, <c>half</c> or <c>year</c>; null is the component's measure.</summary>
    public string? Period { get; init; }

    /// <summary>Share of target pay, above 0, in per cent.</summary>
    public decimal WeightPercent { get; init; } = 100m;
}
