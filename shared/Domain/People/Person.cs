using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.People;

/// <summary>
/// A person at one effective date. Team, role, manager, zone and working time change with the resource's versions (see <see cref="Resources.Resource{T}"/>).
/// Name, mail and identities live only here; everything else holds ids.
/// </summary>
public sealed record Person
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Mail { get; init; }

    /// <summary>IANA zone for the person's local days; null is the organisation's.</summary>
    public string? Zone { get; init; }

    /// <summary>Payout currency, ISO 4217; null is the plan's.</summary>
    public string? Currency { get; init; }

    public string? Team { get; init; }

    public string? Role { get; init; }

    /// <summary>Overrides the team's manager; null is the team's (for a team's own manager the parent team's).</summary>
    public string? Manager { get; init; }

    /// <summary>Share of full time, 0 &lt; fte ≤ 1.</summary>
    public decimal Fte { get; init; } = 1m;

    /// <summary>Who this person is in each source: source id → owner ids. The latest recorded version counts for all time.</summary>
    public SortedDictionary<string, IReadOnlyList<string>> Identities { get; init; } = [];

    /// <summary>Half-open spells of employment; empty means employed always.</summary>
    public IReadOnlyList<DateSpan> Employment { get; init; } = [];

    /// <summary>Half-open absences; working days inside them prorate count and sum targets.</summary>
    public IReadOnlyList<DateSpan> Absences { get; init; } = [];

    /// <summary>Working days of the week; null is the organisation's.</summary>
    public IReadOnlyList<DayOfWeek>? WorkingDays { get; init; }

    /// <summary>Thresholds that replace the role's for this person, by metric.</summary>
    public IReadOnlyList<MetricThreshold> Thresholds { get; init; } = [];

    /// <summary>Access roles (<c>admin</c>, <c>finance</c>, <c>manager</c>, <c>rep</c>) for people who sign in.</summary>
    public IReadOnlyList<string> Access { get; init; } = [];

    /// <summary>True when some employment spell holds <paramref name="date"/>.</summary>
    public bool IsEmployed(DateOnly date) => Employment.Count == 0 || Employment.Any(spell => spell.Contains(date));
}

/// <summary>Days from <paramref name="From"/> (inclusive) to <paramref name="To"/> (exclusive; null is open-ended).</summary>
public sealed record DateSpan(DateOnly From, DateOnly? To = null)
{
    public bool Contains(DateOnly date) => From <= date && (To is null || date < To);
}
