using System.Reflection;
using System.Text.Json;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;

namespace SalesPerf.Functions.Tests.Access;

/// <summary>
/// Walks every route with every role and with none, over HTTP. What each role may ever do is written out here, not taken from the policy.
/// A new route needs nothing here but, where it has required query parameters, an example of them.
/// </summary>
public sealed class RouteAccessTests(WalkedHost host) : IClassFixture<WalkedHost>
{
    private static readonly Dictionary<string, AccessAction[]> Allowed = new()
    {
        ["admin"] = [.. Enum.GetValues<AccessAction>().Where(action => action != AccessAction.AcknowledgePlans)],
        ["finance"] = [AccessAction.ReadForecast, AccessAction.ReadStatement, AccessAction.AuthorPlans, AccessAction.ManageBooks, AccessAction.ReadRuns, AccessAction.RaiseDispute, AccessAction.EnterValues, AccessAction.ReadResources, AccessAction.ReadWall, .. Reading],
        ["manager"] = [AccessAction.ReadScorecard, AccessAction.ReadLeaderboard, AccessAction.ReadForecast, AccessAction.ReadStatement, AccessAction.ReadNotifications, AccessAction.ReadDigest, AccessAction.RaiseDispute, AccessAction.EnterValues, AccessAction.ReadWall, .. Reading],
        ["rep"] = [AccessAction.ReadScorecard, AccessAction.ReadLeaderboard, AccessAction.ReadForecast, AccessAction.ReadStatement, AccessAction.ReadNotifications, AccessAction.RaiseDispute, AccessAction.ReadWall, .. Reading],
    };

    /// <summary>What everybody who is a person may do about some part.</summary>
    private static AccessAction[] Reading => [AccessAction.ManagePreferences, AccessAction.AcknowledgePlans, AccessAction.ReadReference, AccessAction.ReadPeople, AccessAction.ReadPlans];

    /// <summary>Query parameters without which a route answers 400, by function.</summary>
    private static readonly Dictionary<string, string> Queries = [];

    private static readonly Dictionary<string, string> Own = new() { ["reps"] = "ann", ["teams"] = "east", ["digests"] = "mia", ["people"] = "ann", ["plans"] = "east", ["assignments"] = "ann" };

    private static readonly Dictionary<string, string> Foreign = new() { ["reps"] = "cem", ["teams"] = "west", ["digests"] = "otto", ["people"] = "cem", ["plans"] = "west", ["assignments"] = "cem" };

    private static readonly Dictionary<string, string> Unknown = new() { ["reps"] = "nobody", ["teams"] = "nowhere", ["digests"] = "nobody", ["people"] = "nobody", ["plans"] = "nothing", ["assignments"] = "nobody" };

    public static TheoryData<string> Every => [.. Route.All.Select(route => route.ToString())];

    public static TheoryData<string, string> EveryWithRole
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var route in Route.All.Where(route => route.Action is not null))
            {
                foreach (var role in Allowed.Keys)
                {
                    data.Add(route.ToString(), role);
                }
            }

            return data;
        }
    }

    [Fact]
    public void Given_the_HTTP_functions_when_listed_then_each_says_what_it_requires_or_why_it_is_public()
    {
        Assert.True(Route.All.Count > 10);
        Assert.All(Route.All, route => Assert.True(
            (route.Function.GetCustomAttribute<RequiresAttribute>() is not null) != (route.Function.GetCustomAttribute<PublicRouteAttribute>() is { Why.Length: > 10 }),
            $"{route.Function.Name} has neither [Requires] nor [PublicRoute], or both."));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public async Task Given_nobody_when_asking_then_every_route_that_is_not_public_answers_401(string name)
    {
        var route = Find(name);

        var (status, body) = await host.SendAsync(route.Method, Address(route, Own), null);

        if (route.Action is not null)
        {
            Assert.True(status == 401, $"{route} answers {status} to nobody: {body}");
        }
        else
        {
            // A webhook refuses what is not signed by itself.
            Assert.True(status is < 500 and not 403, $"{route} is public and answers {status}: {body}");
        }
    }

    [Theory]
    [MemberData(nameof(EveryWithRole))]
    public async Task Given_a_role_when_asking_about_its_own_then_it_gets_what_the_role_allows(string name, string role)
    {
        var route = Find(name);

        var (status, body) = await host.SendAsync(route.Method, Address(route, Own), host.Keys[role]);

        if (!Allowed[role].Contains(route.Action.GetValueOrDefault()))
        {
            Assert.True(status == 403, $"{route} answers {status} to {role}: {body}");
            return;
        }

        Assert.True(status is < 500 and not 401 and not 403, $"{route} answers {status} to {role}: {body}");
        Assert.False(route.Method == "GET" && status == 400, $"{route} needs query parameters: give an example of them here. {body}");
    }

    [Theory]
    [MemberData(nameof(EveryWithRole))]
    public async Task Given_a_manager_or_rep_when_asking_about_strangers_then_they_are_like_those_who_do_not_exist(string name, string role)
    {
        var route = Find(name);
        if (role is "admin" or "finance" || !route.IsAboutSomebody || !Allowed[role].Contains(route.Action.GetValueOrDefault()))
        {
            return;
        }

        var foreign = await host.SendAsync(route.Method, Address(route, Foreign), host.Keys[role]);
        var unknown = await host.SendAsync(route.Method, Address(route, Unknown), host.Keys[role]);

        Assert.True(foreign.Status == 404, $"{route} answers {foreign.Status} to {role}: {foreign.Body}");
        Assert.Equal(unknown, foreign);
    }

    [Theory]
    [InlineData("/api/v1/reps/dora/scorecard", "manager", 200, 404)]
    [InlineData("/api/v1/reps/dora/scorecard", "other manager", 404, 200)]
    [InlineData("/api/v1/reps/dora/scorecard", "moved rep", 200, 200)]
    [InlineData("/api/v1/teams/east/leaderboard", "moved rep", 200, 404)]
    [InlineData("/api/v1/teams/west/leaderboard", "moved rep", 404, 200)]
    public async Task Given_somebody_who_moved_when_asked_about_then_the_organisation_of_that_period_decides(string path, string role, int before, int after)
    {
        Assert.Equal(before, (await host.SendAsync("GET", path + "?period=2020-06", host.Keys[role])).Status);
        Assert.Equal(after, (await host.SendAsync("GET", path + "?period=2020-07", host.Keys[role])).Status);
    }

    [Theory]
    [InlineData("/api/v1/people", "rep", "ann mia")]
    [InlineData("/api/v1/people", "manager", "ann mia")]
    [InlineData("/api/v1/people", "finance", "ann cem dora fay mia otto")]
    [InlineData("/api/v1/people?on=2020-06-30", "rep", "ann dora mia")]
    [InlineData("/api/v1/plans", "rep", "east")]
    [InlineData("/api/v1/plans", "manager", "")]
    [InlineData("/api/v1/assignments", "rep", "ann")]
    [InlineData("/api/v1/assignments", "moved rep", "")]
    [InlineData("/api/v1/assignments", "finance", "ann cem")]
    [InlineData("/api/v1/teams", "rep", "east west")]
    public async Task Given_a_list_when_read_then_it_holds_what_its_reader_may_see(string path, string role, string ids)
    {
        var (status, body) = await host.SendAsync("GET", path, host.Keys[role]);

        Assert.Equal(200, status);
        Assert.Equal(ids, string.Join(' ', JsonDocument.Parse(body).RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString())));
    }

    [Theory]
    [InlineData("mia", "rep", false)]
    [InlineData("ann", "rep", true)]
    [InlineData("ann", "manager", false)]
    [InlineData("ann", "finance", true)]
    public async Task Given_a_person_when_read_then_others_than_they_and_finance_see_name_and_place_only(string person, string role, bool isWhole)
    {
        var (status, body) = await host.SendAsync("GET", $"/api/v1/people/{person}", host.Keys[role]);
        var content = JsonDocument.Parse(body).RootElement.GetProperty("content");

        Assert.Equal(200, status);
        Assert.Equal((person, "east"), (content.GetProperty("name").GetString(), content.GetProperty("team").GetString()));
        Assert.Equal(isWhole, body.Contains($"{person}@example.com", StringComparison.Ordinal));
        Assert.Equal(isWhole, body.Contains("crm-", StringComparison.Ordinal));
    }

    private static Route Find(string name) => Route.All.Single(route => route.ToString() == name);

    private static string Address(Route route, Dictionary<string, string> who)
    {
        var path = route.Path((before, segment) => (before, segment) switch
        {
            _ when who.TryGetValue(before, out var somebody) => somebody,
            ("schemas", _) => "person",
            ("dead-letters", _) => Queues.ApplyDeal,
            ("webhooks", _) or ("sources", _) => "crm",
            (_, "week") => "2026-W46",
            _ => "x",
        });
        return Queries.TryGetValue(route.Function.Name, out var query) ? $"{path}?{query}" : path;
    }
}
