using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Commissions.Calculation;

/// <summary>What a statement comes to, kept so that lists and totals need compute nothing.</summary>
public sealed record CalculatedPay
{
    public required string Person { get; init; }

    /// <summary>The pay period's id.</summary>
    public required string Period { get; init; }

    /// <summary><c>live</c> or <c>closed</c>, as the statement was.</summary>
    public required string State { get; init; }

    /// <summary>When it was computed.</summary>
    public required DateTimeOffset CalculatedAt { get; init; }

    /// <summary>Names what it was computed from: as long as that has this name, computing it again comes to the same.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>By assignment.</summary>
    public required IReadOnlyList<CalculatedRow> Rows { get; init; }

    public required IReadOnlyList<CommissionWarning> Warnings { get; init; }

    /// <param name="statement">The statement.</param>
    /// <param name="fingerprint">Of what was read before it was made.</param>
    /// <param name="at">When.</param>
    public static CalculatedPay Of(Statement statement, string fingerprint, DateTimeOffset at) => new()
    {
        Person = statement.Person,
        Period = statement.Period,
        State = statement.State,
        CalculatedAt = at,
        Fingerprint = fingerprint,
        Rows = [.. statement.Assignments.Select(one => new CalculatedRow(one.Assignment, one.Plan, one.Earned, one.HeldBalance, one.Payable, one.Payout))],
        Warnings = statement.Warnings,
    };
}

/// <summary>One assignment's part.</summary>
/// <param name="Earned">Step 14.</param>
/// <param name="Held">Earned and not due yet, after the period.</param>
/// <param name="Payable">Step 15.</param>
/// <param name="Payout">Step 17, in the payout currency.</param>
public sealed record CalculatedRow(string Assignment, string Plan, Money Earned, Money Held, Money Payable, Money Payout);
