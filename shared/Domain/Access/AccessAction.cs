namespace SalesPerf.Domain.Access;

/// <summary>What can be asked for. Every route but the public ones names one; who may do it is decided by <see cref="AccessPolicy"/> alone.</summary>
public enum AccessAction
{
    /// <summary>A person's scorecard, and the activities behind its numbers.</summary>
    ReadScorecard,

    /// <summary>A team's standings.</summary>
    ReadLeaderboard,

    /// <summary>Commission forecasts of a person, a team, everything.</summary>
    ReadForecast,

    /// <summary>What a person earns, line by line.</summary>
    ReadStatement,

    /// <summary>Notifications about a person.</summary>
    ReadNotifications,

    /// <summary>What a person is told, and when not.</summary>
    ManagePreferences,

    /// <summary>The wall, which everybody passes.</summary>
    ReadWall,

    /// <summary>A manager's digest; the target is that manager.</summary>
    ReadDigest,

    /// <summary>All resources in full with their versions, and CRM identities nobody claims.</summary>
    ReadResources,

    /// <summary>Teams, roles and metrics: what everybody is placed in and measured by.</summary>
    ReadReference,

    /// <summary>People: oneself in full, of others whom one may see their name and place.</summary>
    ReadPeople,

    /// <summary>Plans and who is on them; the target is the person or the plan.</summary>
    ReadPlans,

    /// <summary>Writing any of them.</summary>
    ManageResources,

    /// <summary>Writing, trying, replaying and approving plans, and approving values that people entered.</summary>
    AuthorPlans,

    /// <summary>Acknowledging what one is paid by.</summary>
    AcknowledgePlans,

    /// <summary>Entering values of metrics of a person.</summary>
    EnterValues,

    /// <summary>Erasing people.</summary>
    ErasePeople,

    /// <summary>Posting activities; the target is their source.</summary>
    PostActivities,

    /// <summary>Posting activities that say when they were recorded, as an import of history does.</summary>
    ImportHistory,

    /// <summary>API keys.</summary>
    ManageKeys,

    /// <summary>Secrets that sources sign with.</summary>
    ManageSecrets,

    /// <summary>Dead letters and dead documents: raw content of what came in.</summary>
    ReadDeadLetters,

    /// <summary>What was sent to whom, and why not.</summary>
    ReadDeliveries,

    /// <summary>Where notifications are posted to, and what they are signed with.</summary>
    ManageWebhooks,

    /// <summary>Who read money of many.</summary>
    ReadAccessLog,

    /// <summary>The books: closing months, adjustments and holds, payroll, what everybody earns, the audit.</summary>
    ManageBooks,

    /// <summary>Disputing a line of a statement.</summary>
    RaiseDispute,

    /// <summary>How far runs are.</summary>
    ReadRuns,

    /// <summary>Sending dead letters back, running a timer function now, and the like.</summary>
    Operate,
}
