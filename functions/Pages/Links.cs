namespace SalesPerf.Functions.Pages;

/// <summary>Where things are. With an empty <paramref name="address"/> links are relative to the page's own origin.</summary>
internal sealed class Links(string address)
{
    public static Links Relative { get; } = new("");

    /// <summary>Without a period the current month's.</summary>
    public string Scorecard(string person, string? period) => $"{address}/api/v1/reps/{Segment(person)}/scorecard{(period is null ? "" : $"?period={Segment(period)}")}";

    public string Activities(string person, string metric, string period) =>
        $"{address}/api/v1/reps/{Segment(person)}/scorecard/{Segment(metric)}/activities?period={Segment(period)}";

    public string Leaderboard(string team, string metric, string period) =>
        $"{address}/api/v1/teams/{Segment(team)}/leaderboard?metric={Segment(metric)}&period={Segment(period)}";

    public string Digest(string manager, string week) => $"{address}/api/v1/digests/{Segment(manager)}/{Segment(week)}";

    public string Statement(string person, string period) => $"{address}/api/v1/reps/{Segment(person)}/commissions/{Segment(period)}";

    public string Deal(string person, string source, string deal) => $"{address}/api/v1/reps/{Segment(person)}/deals/{Segment(source)}/{Segment(deal)}";

    private static string Segment(string text) => Uri.EscapeDataString(text);
}
