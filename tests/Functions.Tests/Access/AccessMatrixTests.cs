using System.Reflection;
using System.Text;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Tests.Access;

/// <summary>
/// The table in <c>docs/access.md</c> is what the policy decides for every route. <c>UPDATE_ACCESS_MATRIX=1</c> writes it. That routes do what the policy decides,
/// <see cref="RouteAccessTests"/> tests over HTTP.
/// </summary>
public sealed class AccessMatrixTests
{
    private const string Head = """
        # Who may do what

        Every route with every role, and about whom. A test writes this page from the policy and the routes, and fails when they differ (`UPDATE_ACCESS_MATRIX=1 dotnet test tests/Functions.Tests
        --filter AccessMatrix` writes it anew). Another asks every route over HTTP with every role and with none.

        `yes` allowed; `theirs` a list of what the caller may see, which may be empty; `403` none of the caller's roles ever allows it; `404` a role allows it, not about this one: answered in the words of what does not exist.
        A manager sees their own subtree, and everybody the organisation as it was on the date asked about. Nobody, and a key or token that is not known, gets 401 on all but the public routes.
        *Left* is a manager who is not employed today; an admin or finance person who has left gets 403 everywhere. *Program* is a key for the source asked about and no role.
        Of colleagues only name and place are shown. Bearer tokens open what their roles open. HEAD is as GET.


        """;

    /// <summary>mia manages east with ann and bea; cem is in west, under otto; leo managed and has left.</summary>
    private static readonly Model Organisation = new()
    {
        Teams = new[] { new Team { Id = "east", Name = "East", Manager = "mia" }, new Team { Id = "west", Name = "West", Manager = "otto" } }
            .ToDictionary(team => team.Id, team => new Resource<Team>(team.Id, [Version(team)])),
        People = new[] { ("mia", "east"), ("ann", "east"), ("bea", "east"), ("otto", "west"), ("cem", "west"), ("leo", "east") }
            .Select(person => new Person { Id = person.Item1, Name = person.Item1, Team = person.Item2 })
            .ToDictionary(person => person.Id, person => new Resource<Person>(person.Id, [Version(person)])),
        Assignments = new[] { ("ann", "east"), ("mia", "lead"), ("leo", "lead"), ("cem", "west") }
            .Select(on => new PlanAssignment { Id = on.Item1, Person = on.Item1, Plan = on.Item2, From = new DateOnly(2020, 1, 1) })
            .ToDictionary(on => on.Id, on => new Resource<PlanAssignment>(on.Id, [Version(on)])),
    };

    /// <summary>Who asks, and about whom: a person, a team, a plan.</summary>
    private static readonly (string Column, Principal Who, string Person, string Team, string Plan)[] Columns =
    [
        ("admin", Who(null, AccessRole.Admin), "ann", "east", "east"),
        ("finance", Who("fay", AccessRole.Finance), "ann", "east", "east"),
        ("manager: self, own team", Who("mia", AccessRole.Manager), "mia", "east", "lead"),
        ("below", Who("mia", AccessRole.Manager), "ann", "east", "east"),
        ("others", Who("mia", AccessRole.Manager), "cem", "west", "west"),
        ("rep: self, own team", Who("ann", AccessRole.Rep), "ann", "east", "east"),
        ("colleague", Who("ann", AccessRole.Rep), "bea", "east", "lead"),
        ("others", Who("ann", AccessRole.Rep), "cem", "west", "west"),
        ("left: self", Who("leo", AccessRole.Manager, AccessRole.Rep) with { HasLeft = true }, "leo", "east", "lead"),
        ("others", Who("leo", AccessRole.Manager, AccessRole.Rep) with { HasLeft = true }, "ann", "west", "east"),
        ("program", Who(null) with { Sources = new HashSet<string> { "crm" } }, "ann", "east", "east"),
    ];

    [Fact]
    public void Given_the_routes_and_the_policy_when_compared_with_the_documentation_then_the_table_is_the_same()
    {
        var (path, table) = (Path.Combine(Root(), "docs", "access.md"), Render());
        if (Environment.GetEnvironmentVariable("UPDATE_ACCESS_MATRIX") == "1")
        {
            File.WriteAllText(path, table);
        }

        Assert.Equal(table, File.ReadAllText(path));
    }

    private static string Render()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        Row(text, ["route", "action", .. Columns.Select(column => column.Column)]);
        Row(text, Enumerable.Repeat("---", Columns.Length + 2));
        foreach (var route in Route.All.Where(route => route.Action is not null && route.Method != "HEAD"))
        {
            var action = route.Action.GetValueOrDefault();
            Row(text, [$"`{route}`", action.ToString(), .. Columns.Select(column => Cell(route, action, column))]);
        }

        text.Append("\n## Public routes\n\n");
        Row(text, ["route", "why"]);
        Row(text, ["---", "---"]);
        foreach (var route in Route.All.Where(route => route.Action is null && route.Method != "HEAD"))
        {
            Row(text, [$"`{route}`", route.Function.GetCustomAttribute<PublicRouteAttribute>()?.Why ?? ""]);
        }

        return text.ToString();
    }

    private static string Cell(Route route, AccessAction action, (string Column, Principal Who, string Person, string Team, string Plan) column)
    {
        AccessDecision Of(AccessTarget target) => AccessPolicy.Decide(column.Who, action, target, Organisation, new DateOnly(2026, 11, 20));
        var segments = route.Template.Split('/');
        var about = segments.Zip(segments.Skip(1)).FirstOrDefault(pair => pair.Second.StartsWith('{')).First;
        AccessTarget? target = about switch
        {
            "reps" or "people" or "digests" or "assignments" => AccessTarget.OfPerson(column.Person),
            "teams" => AccessTarget.OfTeam(column.Team),
            "plans" => AccessTarget.OfPlan(column.Plan),
            _ when action == AccessAction.PostActivities => AccessTarget.OfSource("crm"),
            _ => null,
        };
        return (target is null ? Of(AccessTarget.Part) : Of(target), target is null ? Of(AccessTarget.Everything) : AccessDecision.Allowed) switch
        {
            (AccessDecision.Forbidden, _) => "403",
            (AccessDecision.Hidden, _) => "404",
            (AccessDecision.Allowed, AccessDecision.Allowed) => "yes",
            (AccessDecision.Allowed, _) => "theirs",
            var other => throw new InvalidOperationException($"Not a decision: {other}."),
        };
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static ResourceVersion<T> Version<T>(T content)
        where T : class => new(1, new DateOnly(1900, 1, 1), DateTimeOffset.UnixEpoch, "test", content);

    private static Principal Who(string? person, params AccessRole[] roles) => new()
    {
        Id = person ?? "key.x",
        Kind = person is null ? PrincipalKind.Machine : PrincipalKind.Person,
        Roles = roles.ToHashSet(),
        PersonId = person,
        KeyId = "x",
    };

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SalesPerf.Functions.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The repository is not above the tests.");
        }

        return folder.FullName;
    }
}
