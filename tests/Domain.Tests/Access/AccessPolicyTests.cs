using SalesPerf.Domain.Access;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;

namespace SalesPerf.Domain.Tests.Access;

/// <summary>The whole table, written out: a wrong cell in the policy is a wrong cell here.</summary>
public sealed class AccessPolicyTests
{
    private static readonly DateOnly Today = new(2026, 11, 20);

    /// <summary>
    /// head manages north, where mia manages north-east with rep ann; ben is in north-west; west is managed by otto with rep cem.
    /// </summary>
    private static readonly Model Organisation = new()
    {
        Teams = new[]
        {
            Team("north", null, "head"), Team("north-east", "north", "mia"), Team("north-west", "north", null), Team("west", null, "otto"),
        }.ToDictionary(team => team.Id),
        People = new[]
        {
            Person("head", "north"), Person("mia", "north-east"), Person("ann", "north-east"), Person("ben", "north-west"),
            Person("otto", "west"), Person("cem", "west"),
            Moved("dora", "north-east", new DateOnly(2026, 7, 1), "west"),
        }.ToDictionary(person => person.Id),
    };

    public static TheoryData<AccessAction, string, string, string, string> Table { get; } = new()
    {
        // action, then what admin, finance, manager mia, rep ann get about: a person below mia (ann herself) | a stranger | an unknown person | everything.
        // a: allowed, f: forbidden, h: hidden.
        { AccessAction.ReadScorecard, "aaaa", "ffff", "ahhf", "ahhf" },
        { AccessAction.ReadForecast, "aaaa", "aaaa", "ahhf", "ahhf" },
        { AccessAction.ReadStatement, "aaaa", "aaaa", "ahhf", "ahhf" },
        { AccessAction.ReadNotifications, "aaaa", "ffff", "ahhf", "ahhf" },
        { AccessAction.ManagePreferences, "aaaa", "hhhf", "hhhf", "ahhf" },
        { AccessAction.ReadWall, "aaaa", "aaaa", "aaaa", "aaaa" },
        { AccessAction.ReadLeaderboard, "aaaa", "ffff", "ahhf", "hhhf" },
        { AccessAction.ReadDigest, "aaaa", "ffff", "ahhf", "ffff" },
        { AccessAction.ReadResources, "aaaa", "aaaa", "ffff", "ffff" },
        { AccessAction.ReadReference, "aaaa", "aaaa", "aaaa", "aaaa" },
        { AccessAction.ReadPeople, "aaaa", "aaaa", "ahhf", "ahhf" },
        { AccessAction.ReadPlans, "aaaa", "aaaa", "hhhf", "ahhf" },
        { AccessAction.ManageResources, "aaaa", "ffff", "ffff", "ffff" },
        { AccessAction.AuthorPlans, "aaaa", "aaaa", "ffff", "ffff" },
        { AccessAction.ErasePeople, "aaaa", "ffff", "ffff", "ffff" },
        { AccessAction.PostActivities, "aaaa", "ffff", "ffff", "ffff" },
        { AccessAction.ImportHistory, "aaaa", "ffff", "ffff", "ffff" },
        { AccessAction.ManageKeys, "aaaa", "ffff", "ffff", "ffff" },
        { AccessAction.ManageSecrets, "aaaa", "ffff", "ffff", "ffff" },
        { AccessAction.ReadDeadLetters, "aaaa", "ffff", "ffff", "ffff" },
        { AccessAction.ReadDeliveries, "aaaa", "ffff", "ffff", "ffff" },
        { AccessAction.ManageWebhooks, "aaaa", "ffff", "ffff", "ffff" },
        { AccessAction.ReadAccessLog, "aaaa", "ffff", "ffff", "ffff" },
        { AccessAction.ManageBooks, "aaaa", "aaaa", "ffff", "ffff" },
        { AccessAction.RaiseDispute, "aaaa", "aaaa", "ahhf", "ahhf" },
        { AccessAction.AcknowledgePlans, "ffff", "hhhf", "hhhf", "ahhf" },
        { AccessAction.EnterValues, "aaaa", "aaaa", "ahhf", "ffff" },
        { AccessAction.ReadRuns, "aaaa", "aaaa", "ffff", "ffff" },
        { AccessAction.Operate, "aaaa", "ffff", "ffff", "ffff" },
    };

    [Fact]
    public void Table_HasEveryAction() =>
        Assert.Equal(Enum.GetValues<AccessAction>(), Table.Select(row => (AccessAction)row[0]).Order());

    [Theory]
    [MemberData(nameof(Table))]
    public void Decide_ActionAboutPeople_IsAsTheTableSays(AccessAction action, string admin, string finance, string manager, string rep)
    {
        AccessTarget[] targets = [AccessTarget.OfPerson("ann"), AccessTarget.OfPerson("cem"), AccessTarget.OfPerson("nobody"), AccessTarget.Everything];

        string Answers(Principal principal) => string.Concat(targets.Select(target => Letter(AccessPolicy.Decide(principal, action, target, Organisation, Today))));

        Assert.Equal(admin, Answers(Who(null, AccessRole.Admin)));
        Assert.Equal(finance, Answers(Who("fay", AccessRole.Finance)));
        Assert.Equal(manager, Answers(Who("mia", AccessRole.Manager)));
        Assert.Equal(rep, Answers(Who("ann", AccessRole.Rep)));
    }

    [Theory]
    [InlineData("mia", AccessRole.Manager, "north-east", 'a')]
    [InlineData("mia", AccessRole.Manager, "north", 'h')]
    [InlineData("mia", AccessRole.Manager, "north-west", 'h')]
    [InlineData("head", AccessRole.Manager, "north", 'a')]
    [InlineData("head", AccessRole.Manager, "north-east", 'a')]
    [InlineData("head", AccessRole.Manager, "west", 'h')]
    [InlineData("ann", AccessRole.Rep, "north-east", 'a')]
    [InlineData("ann", AccessRole.Rep, "north", 'h')]
    [InlineData("ann", AccessRole.Rep, "nowhere", 'h')]
    [InlineData("fay", AccessRole.Finance, "north", 'f')]
    [InlineData("fay", AccessRole.Admin, "nowhere", 'a')]
    public void Decide_Leaderboard_IsOfTheOwnTeamAndThoseBelow(string person, AccessRole role, string team, char expected) =>
        Assert.Equal(expected, Letter(AccessPolicy.Decide(Who(person, role), AccessAction.ReadLeaderboard, AccessTarget.OfTeam(team), Organisation, Today)));

    [Theory]
    [InlineData("head", "ann", 'a')]
    [InlineData("head", "mia", 'a')]
    [InlineData("head", "ben", 'a')]
    [InlineData("head", "head", 'a')]
    [InlineData("mia", "head", 'h')]
    [InlineData("mia", "ben", 'h')]
    public void Decide_ScorecardByManager_IsOfTheirSubtree(string manager, string person, char expected) =>
        Assert.Equal(expected, Letter(AccessPolicy.Decide(Who(manager, AccessRole.Manager), AccessAction.ReadScorecard, AccessTarget.OfPerson(person), Organisation, Today)));

    [Theory]
    [InlineData("ann", AccessRole.Rep, "ann", 'a')]
    [InlineData("ann", AccessRole.Rep, "mia", 'a')] // her manager
    [InlineData("ann", AccessRole.Rep, "head", 'h')]
    [InlineData("ann", AccessRole.Rep, "ben", 'h')]
    [InlineData("ann", AccessRole.Rep, "dora", 'h')] // of the team until she moved
    [InlineData("cem", AccessRole.Rep, "dora", 'a')]
    [InlineData("mia", AccessRole.Manager, "head", 'a')]
    [InlineData("mia", AccessRole.Manager, "ben", 'h')]
    [InlineData("head", AccessRole.Manager, "ben", 'a')]
    public void Decide_People_AreOneselfTheTeamTheManagerAndThoseBelow(string who, AccessRole role, string person, char expected) =>
        Assert.Equal(expected, Letter(AccessPolicy.Decide(Who(who, role), AccessAction.ReadPeople, AccessTarget.OfPerson(person), Organisation, Today)));

    [Fact]
    public void Decide_Plans_AreThoseOneIsOn()
    {
        var model = Organisation with
        {
            Assignments = new[] { new PlanAssignment { Id = "a", Person = "ann", Plan = "east", From = new DateOnly(2020, 1, 1) } }
                .ToDictionary(assignment => assignment.Id, assignment => new Resource<PlanAssignment>(assignment.Id, [Version(1, DateOnly.MinValue, assignment)])),
        };
        char Of(string who, AccessRole role, string plan) => Letter(AccessPolicy.Decide(Who(who, role), AccessAction.ReadPlans, AccessTarget.OfPlan(plan), model, Today));

        Assert.Equal("ahhaa", string.Concat(Of("ann", AccessRole.Rep, "east"), Of("ann", AccessRole.Rep, "west"), Of("mia", AccessRole.Manager, "east"), Of("fay", AccessRole.Finance, "east"), Of("x", AccessRole.Admin, "no")));
        Assert.Equal('a', Letter(AccessPolicy.Decide(Who("ann", AccessRole.Rep) with { HasLeft = true }, AccessAction.ReadPlans, AccessTarget.OfPlan("east"), model, Today)));
        Assert.Equal('h', Letter(AccessPolicy.Decide(Who("ann", AccessRole.Rep) with { HasLeft = true }, AccessAction.ReadPeople, AccessTarget.OfPerson("mia"), model, Today)));
    }

    [Fact]
    public void Decide_PersonWhoMoved_BelongsToTheManagerOfTheDateAskedAbout()
    {
        char On(string manager, DateOnly date) =>
            Letter(AccessPolicy.Decide(Who(manager, AccessRole.Manager), AccessAction.ReadScorecard, AccessTarget.OfPerson("dora"), Organisation, date));

        Assert.Equal('a', On("mia", new DateOnly(2026, 6, 30)));
        Assert.Equal('h', On("otto", new DateOnly(2026, 6, 30)));
        Assert.Equal('h', On("mia", new DateOnly(2026, 7, 1)));
        Assert.Equal('a', On("otto", new DateOnly(2026, 7, 1)));
    }

    [Fact]
    public void Decide_WhoHasLeft_SeesThemselvesOnly()
    {
        foreach (var date in new[] { Today, new DateOnly(2026, 6, 30) })
        {
            var (mia, ann) = (Who("mia", AccessRole.Manager) with { HasLeft = true }, Who("ann", AccessRole.Rep) with { HasLeft = true });
            Assert.Equal('h', Letter(AccessPolicy.Decide(mia, AccessAction.ReadScorecard, AccessTarget.OfPerson("ann"), Organisation, date)));
            Assert.Equal('a', Letter(AccessPolicy.Decide(mia, AccessAction.ReadScorecard, AccessTarget.OfPerson("mia"), Organisation, date)));
            Assert.Equal('h', Letter(AccessPolicy.Decide(mia, AccessAction.ReadDigest, AccessTarget.OfPerson("mia"), Organisation, date)));
            Assert.Equal('h', Letter(AccessPolicy.Decide(mia, AccessAction.ReadLeaderboard, AccessTarget.OfTeam("north-east"), Organisation, date)));
            Assert.Equal('h', Letter(AccessPolicy.Decide(ann, AccessAction.ReadLeaderboard, AccessTarget.OfTeam("north-east"), Organisation, date)));
        }
    }

    [Theory]
    [InlineData(AccessRole.Admin)]
    [InlineData(AccessRole.Finance)]
    public void Decide_AdminOrFinanceWhoHasLeft_MayNothing(AccessRole role)
    {
        var gone = Who("fay", role) with { HasLeft = true };
        foreach (var action in Enum.GetValues<AccessAction>())
        {
            foreach (var target in new[] { AccessTarget.Everything, AccessTarget.Part, AccessTarget.OfPerson("ann"), AccessTarget.OfSource("crm") })
            {
                Assert.Equal('f', Letter(AccessPolicy.Decide(gone, action, target, Organisation, Today)));
            }
        }

        Assert.Equal('a', Letter(AccessPolicy.Decide(Who("fay", role, AccessRole.Rep) with { HasLeft = true }, AccessAction.ReadForecast, AccessTarget.OfPerson("fay"), Organisation, Today)));
    }

    [Fact]
    public void Decide_ManagerOrRepWithoutPerson_MayNothing()
    {
        foreach (var action in Enum.GetValues<AccessAction>())
        {
            Assert.Equal(AccessDecision.Forbidden, AccessPolicy.Decide(Who(null, AccessRole.Manager, AccessRole.Rep), action, AccessTarget.Part, Organisation, Today));
        }
    }

    [Fact]
    public void Decide_NoRoles_MayNothing()
    {
        foreach (var action in Enum.GetValues<AccessAction>())
        {
            Assert.Equal(AccessDecision.Forbidden, AccessPolicy.Decide(Who("ann"), action, AccessTarget.OfPerson("ann"), Organisation, Today));
        }
    }

    [Fact]
    public void Decide_SeveralRoles_EachAddsToTheOthers()
    {
        var both = Who("ann", AccessRole.Rep, AccessRole.Finance);

        Assert.Equal('a', Letter(AccessPolicy.Decide(both, AccessAction.ReadScorecard, AccessTarget.OfPerson("ann"), Organisation, Today)));
        Assert.Equal('h', Letter(AccessPolicy.Decide(both, AccessAction.ReadScorecard, AccessTarget.OfPerson("cem"), Organisation, Today)));
        Assert.Equal('a', Letter(AccessPolicy.Decide(both, AccessAction.ReadForecast, AccessTarget.OfPerson("cem"), Organisation, Today)));
    }

    [Fact]
    public void Decide_MachineOfASource_PostsThatSourcesActivitiesAndNothingElse()
    {
        var machine = Who(null) with { Sources = new HashSet<string> { "crm" } };

        Assert.Equal('a', Letter(AccessPolicy.Decide(machine, AccessAction.PostActivities, AccessTarget.OfSource("crm"), Organisation, Today)));
        Assert.Equal('a', Letter(AccessPolicy.Decide(machine, AccessAction.PostActivities, AccessTarget.Part, Organisation, Today)));
        Assert.Equal('h', Letter(AccessPolicy.Decide(machine, AccessAction.PostActivities, AccessTarget.OfSource("erp"), Organisation, Today)));
        Assert.Equal('f', Letter(AccessPolicy.Decide(machine, AccessAction.PostActivities, AccessTarget.OfPerson("ann"), Organisation, Today)));
        foreach (var action in Enum.GetValues<AccessAction>().Where(action => action != AccessAction.PostActivities))
        {
            Assert.Equal('f', Letter(AccessPolicy.Decide(machine, action, AccessTarget.Part, Organisation, Today)));
        }
    }

    [Fact]
    public void NeedsModel_False_MeansAnEmptyModelGivesTheSameAnswer()
    {
        var principals = new[] { Who(null, AccessRole.Admin), Who("fay", AccessRole.Finance), Who("mia", AccessRole.Manager), Who("ann", AccessRole.Rep), Who(null) with { Sources = new HashSet<string> { "crm" } } };
        AccessTarget[] targets = [AccessTarget.Everything, AccessTarget.Part, AccessTarget.OfPerson("ann"), AccessTarget.OfTeam("north-east"), AccessTarget.OfSource("crm")];
        foreach (var principal in principals)
        {
            foreach (var action in Enum.GetValues<AccessAction>())
            {
                foreach (var target in targets.Where(target => !AccessPolicy.NeedsModel(principal, action, target)))
                {
                    Assert.Equal(
                        AccessPolicy.Decide(principal, action, target, Organisation, Today),
                        AccessPolicy.Decide(principal, action, target, new Model(), Today));
                }
            }
        }
    }

    private static char Letter(AccessDecision decision) => decision switch
    {
        AccessDecision.Allowed => 'a',
        AccessDecision.Forbidden => 'f',
        AccessDecision.Hidden => 'h',
        _ => throw new ArgumentOutOfRangeException(nameof(decision)),
    };

    private static Principal Who(string? person, params AccessRole[] roles) => new()
    {
        Id = person ?? "key.k",
        Kind = person is null ? PrincipalKind.Machine : PrincipalKind.Person,
        Roles = roles.ToHashSet(),
        PersonId = person,
        KeyId = "k",
    };

    private static Resource<Team> Team(string id, string? parent, string? manager) =>
        new(id, [Version(1, DateOnly.MinValue, new Team { Id = id, Name = id, Parent = parent, Manager = manager })]);

    private static Resource<Person> Person(string id, string team) =>
        new(id, [Version(1, DateOnly.MinValue, new Person { Id = id, Name = id, Team = team })]);

    private static Resource<Person> Moved(string id, string from, DateOnly on, string to) =>
        new(id,
        [
            Version(1, DateOnly.MinValue, new Person { Id = id, Name = id, Team = from }),
            Version(2, on, new Person { Id = id, Name = id, Team = to }),
        ]);

    private static ResourceVersion<T> Version<T>(int number, DateOnly from, T content)
        where T : class => new(number, from, DateTimeOffset.UnixEpoch, "test", content);
}
