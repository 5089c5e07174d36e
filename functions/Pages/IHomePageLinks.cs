namespace SalesPerf.Functions.Pages;

/// <summary>
/// What the first page shows of a demo: a host that runs one registers it as a singleton. The page reads it at every request, so it may fill while the demo
/// loads; what is null is not linked to yet. Without it the first page explains how to begin and shows no data.
/// </summary>
public interface IHomePageLinks
{
    /// <summary>The sample organisation's name.</summary>
    string Title { get; }

    /// <summary>What the demo is doing, while it does: <c>Posting day 40 of 91</c>. Null when it has ended.</summary>
    string? Progress { get; }

    /// <summary>The API key that browsers get as the demo's cookie, where demo cookies are on. Null: none yet.</summary>
    string? Key { get; }

    /// <summary>A person whose scorecard is worth a look.</summary>
    string? Person { get; }

    /// <summary>A team whose leaderboard is.</summary>
    string? Team { get; }

    /// <summary>A manager with a digest of the week that ended.</summary>
    string? Manager { get; }
}
