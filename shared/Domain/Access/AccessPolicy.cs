using SalesPerf.Domain.Resources;

namespace SalesPerf.Domain.Access;

/// <summary>
/// The one place that decides who may do what. Roles have a reach per action (<see cref="ReachOf"/>); the reach is then measured
/// against the organisation as it was on the date asked about.
/// </summary>
public static class AccessPolicy
{
    /// <summary>Decides.</summary>
    /// <param name="principal">Who asks.</param>
    /// <param name="action">What for.</param>
    /// <param name="target">About what.</param>
    /// <param name="model">The organisation. Read only where <see cref="NeedsModel"/>.</param>
    /// <param name="date">The day asked about: whose people and teams count. For a period its last day, or today while it is open.</param>
    public static AccessDecision Decide(Principal principal, AccessAction action, AccessTarget target, Model model, DateOnly date)
    {
        if (principal.Scopes?.Contains(action) == false)
        {
            return AccessDecision.Forbidden;
        }

        var reach = ReachOf(principal, action);
        if (reach.HasFlag(Reach.All))
        {
            return AccessDecision.Allowed;
        }

        if (action == AccessAction.PostActivities && principal.Sources.Count > 0)
        {
            return target switch
            {
                AccessTarget.Some => AccessDecision.Allowed,
                AccessTarget.Source source => principal.Sources.Contains(source.Id) ? AccessDecision.Allowed : AccessDecision.Hidden,
                _ => AccessDecision.Forbidden,
            };
        }

        if (reach == Reach.None || target is AccessTarget.Whole || principal.PersonId is not { } self)
        {
            return AccessDecision.Forbidden;
        }

        return IsWithin(principal.HasLeft ? reach & ReachOfLeavers(action) : reach, self, target, model, date) ? AccessDecision.Allowed : AccessDecision.Hidden;
    }

    /// <summary>True when <see cref="Decide"/> allows; for filtering lists.</summary>
    public static bool May(Principal principal, AccessAction action, AccessTarget target, Model model, DateOnly date) =>
        Decide(principal, action, target, model, date) == AccessDecision.Allowed;

    /// <summary>True when the roles, or being the program of a source, ever allow the action: what a key of them can be limited to.</summary>
    public static bool MayEver(IEnumerable<AccessRole> roles, bool postsForSources, AccessAction action) =>
        roles.Any(role => ReachOf(role, action) != Reach.None) || (postsForSources && action == AccessAction.PostActivities);

    /// <summary>
    /// True when <paramref name="giver"/> may hand out a key, or the secret of one: whoever is limited to scopes gives nothing beyond them, or the limit would be none.
    /// </summary>
    /// <param name="giver">Who makes or rotates it.</param>
    /// <param name="roles">The key's roles.</param>
    /// <param name="postsForSources">True for the key of a program that posts for sources.</param>
    /// <param name="scopes">The only actions it is for; null is all that its roles allow.</param>
    public static bool MayGive(Principal giver, IReadOnlyCollection<AccessRole> roles, bool postsForSources, IEnumerable<AccessAction>? scopes) =>
        giver.Scopes is not { } own || (scopes ?? Enum.GetValues<AccessAction>().Where(action => MayEver(roles, postsForSources, action))).All(own.Contains);

    /// <summary>False when the answer depends on nothing but the principal and the target.</summary>
    public static bool NeedsModel(Principal principal, AccessAction action, AccessTarget target) =>
        target is AccessTarget.Person or AccessTarget.Team or AccessTarget.Plan && !ReachOf(principal, action).HasFlag(Reach.All);

    /// <summary>Of all roles together. Nobody who has left reaches everything, whatever their roles; nor are they told anything that they could choose, or agree to.</summary>
    private static Reach ReachOf(Principal principal, AccessAction action)
    {
        var reach = RolesOf(principal).Aggregate(Reach.None, (sum, role) => sum | ReachOf(role, action));
        return !principal.HasLeft ? reach : action is AccessAction.ManagePreferences or AccessAction.AcknowledgePlans ? Reach.None : reach & ~Reach.All;
    }

    /// <summary>Manager and rep are nothing without the person.</summary>
    private static IEnumerable<AccessRole> RolesOf(Principal principal) =>
        principal.Roles.Where(role => role is AccessRole.Admin or AccessRole.Finance || principal.PersonId is not null);

    /// <summary>How far a role reaches. Whoever adds an action decides it for every role here; a test has the whole table.</summary>
    private static Reach ReachOf(AccessRole role, AccessAction action) => (role, action) switch
    {
        (_, AccessAction.AcknowledgePlans) => Reach.Self, // nobody for another
        (AccessRole.Admin, _) or (_, AccessAction.ReadWall or AccessAction.ReadReference) => Reach.All,
        (_, AccessAction.ManagePreferences) => Reach.Self,
        (AccessRole.Finance, AccessAction.ReadForecast or AccessAction.ReadStatement or AccessAction.ReadResources or AccessAction.ReadPeople or AccessAction.ReadPlans or AccessAction.AuthorPlans or AccessAction.ManageBooks or AccessAction.ReadRuns or AccessAction.RaiseDispute or AccessAction.EnterValues) => Reach.All,
        (AccessRole.Manager, AccessAction.ReadScorecard or AccessAction.ReadForecast or AccessAction.ReadStatement or AccessAction.ReadNotifications or AccessAction.ReadDigest or AccessAction.RaiseDispute) => Reach.Self | Reach.Subtree,
        (AccessRole.Manager, AccessAction.EnterValues) => Reach.Subtree,
        (AccessRole.Manager, AccessAction.ReadPeople) => Reach.Self | Reach.Subtree | Reach.Colleagues,
        (AccessRole.Manager or AccessRole.Rep, AccessAction.ReadPlans) => Reach.Self,
        (AccessRole.Manager, AccessAction.ReadLeaderboard) => Reach.Subtree | Reach.OwnTeam,
        (AccessRole.Rep, AccessAction.ReadScorecard or AccessAction.ReadForecast or AccessAction.ReadStatement or AccessAction.ReadNotifications or AccessAction.RaiseDispute) => Reach.Self,
        (AccessRole.Rep, AccessAction.ReadPeople) => Reach.Self | Reach.Colleagues,
        (AccessRole.Rep, AccessAction.ReadLeaderboard) => Reach.OwnTeam,
        _ => Reach.None,
    };

    /// <summary>Themselves; a manager's digest tells of others.</summary>
    private static Reach ReachOfLeavers(AccessAction action) => action == AccessAction.ReadDigest ? Reach.None : Reach.Self;

    private static bool IsWithin(Reach reach, string self, AccessTarget target, Model model, DateOnly date) => target switch
    {
        AccessTarget.Some => true,
        AccessTarget.Person person => (reach.HasFlag(Reach.Self) && person.Id == self)
            || (reach.HasFlag(Reach.Subtree) && model.IsInSubtree(self, person.Id, date))
            || (reach.HasFlag(Reach.Colleagues) && IsColleague(model, self, person.Id, date)),
        AccessTarget.Plan plan => reach.HasFlag(Reach.Self) && model.PlansOf(self).Contains(plan.Id),
        AccessTarget.Team team => (reach.HasFlag(Reach.OwnTeam) && model.Person(self, date)?.Team == team.Id && model.Team(team.Id, date) is not null)
            || (reach.HasFlag(Reach.Subtree) && model.TeamsAbove(team.Id, date).Any(above => above.Manager == self)),
        _ => false,
    };

    /// <summary>Of the same team, or one's manager: those whose names everybody in the team reads in its standings.</summary>
    private static bool IsColleague(Model model, string self, string person, DateOnly date) =>
        (model.Person(self, date)?.Team is { } team && model.Person(person, date)?.Team == team) || model.ManagerOf(self, date) == person;

    /// <summary>Whom an action may be about.</summary>
    [Flags]
    private enum Reach
    {
        None = 0,
        Self = 1,
        OwnTeam = 2,
        Subtree = 4,
        All = 8,
        Colleagues = 16,
    }
}
