using Microsoft.AspNetCore.Http;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.People;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Tests.Http;

namespace SalesPerf.Functions.Tests.Access;

public sealed class AuthorizeTests
{
    private static readonly DateOnly Today = new(2026, 11, 18);

    private static async Task<World> OrganisationAsync()
    {
        var world = new World(new DateTimeOffset(2026, 11, 18, 12, 0, 0, TimeSpan.Zero));
        await world.PutAsync(ResourceKinds.Teams, "east", new Team { Id = "east", Name = "East", Manager = "mia" });
        await world.PersonAsync(new Person { Id = "mia", Name = "Mia", Team = "east" });
        await world.PersonAsync(new Person { Id = "ann", Name = "Ann", Team = "east" });
        await world.PersonAsync(new Person { Id = "cem", Name = "Cem" });
        return world;
    }

    private static async Task<HttpRequest> AsAsync(World world, string person, AccessRole role)
    {
        var issued = await world.Get<ApiKeys>().IssueAsync(new NewApiKey(person, [role], person), "test", default);
        return Requests.Get("/", ("x-api-key", issued.Key));
    }

    private static async Task<Problem> RefusedAsync(World world, HttpRequest request, AccessAction action, AccessTarget target)
    {
        var sut = world.Get<Authorize>();
        return (await Assert.ThrowsAsync<ProblemException>(() => sut.RequireAsync(request, action, target, Today, default))).Problem;
    }

    [Fact]
    public async Task Given_a_manager_when_asking_about_somebody_below_then_who_asks_is_returned()
    {
        await using var world = await OrganisationAsync();
        var request = await AsAsync(world, "mia", AccessRole.Manager);

        var principal = await world.Get<Authorize>().RequireAsync(request, AccessAction.ReadScorecard, AccessTarget.OfPerson("ann"), Today, default);

        Assert.Equal("mia", principal.Id);
    }

    [Fact]
    public async Task Given_a_manager_when_asking_about_a_stranger_or_nobody_then_both_are_the_same_404()
    {
        await using var world = await OrganisationAsync();
        var request = await AsAsync(world, "mia", AccessRole.Manager);

        var stranger = await RefusedAsync(world, request, AccessAction.ReadScorecard, AccessTarget.OfPerson("cem"));
        var nobody = await RefusedAsync(world, request, AccessAction.ReadScorecard, AccessTarget.OfPerson("nobody"));

        Assert.Equal(404, stranger.Status);
        Assert.Equal((await stranger.ExecuteAsync()).Body, (await nobody.ExecuteAsync()).Body);
    }

    /// <summary>The team still names her as its manager, and in June she was.</summary>
    [Theory]
    [InlineData("2026-11-18", 404)] // the day after the last
    [InlineData("2026-11-19", 200)]
    public async Task Given_a_manager_who_has_left_when_asking_about_the_team_of_any_day_then_404(string leaves, int status)
    {
        await using var world = await OrganisationAsync();
        var left = DateOnly.ParseExact(leaves, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        await world.PersonAsync(new Person { Id = "mia", Name = "Mia", Team = "east", Employment = [new DateSpan(new DateOnly(2026, 1, 1), left)] });
        var request = await AsAsync(world, "mia", AccessRole.Manager);
        var sut = world.Get<Authorize>();

        foreach (var date in new[] { Today, new DateOnly(2026, 6, 30) })
        {
            var answer = await Record.ExceptionAsync(() => sut.RequireAsync(request, AccessAction.ReadScorecard, AccessTarget.OfPerson("ann"), date, default));
            Assert.Equal(status, (answer as ProblemException)?.Problem.Status ?? 200);
        }

        Assert.Equal("mia", (await sut.RequireAsync(request, AccessAction.ReadScorecard, AccessTarget.OfPerson("mia"), Today, default)).Id);
    }

    [Fact]
    public async Task Given_a_role_that_never_may_when_asking_then_403_before_anything_is_looked_up()
    {
        await using var world = await OrganisationAsync();
        var request = await AsAsync(world, "ann", AccessRole.Rep);

        Assert.Equal(403, (await RefusedAsync(world, request, AccessAction.ManageKeys, AccessTarget.Everything)).Status);
        Assert.Equal(403, (await Assert.ThrowsAsync<ProblemException>(() => world.Get<Authorize>().RequireAsync(request, AccessAction.ManageKeys, default))).Problem.Status);
    }

    [Fact]
    public async Task Given_nobody_when_asking_then_401()
    {
        await using var world = await OrganisationAsync();

        Assert.Equal(401, (await RefusedAsync(world, Requests.Get(), AccessAction.ReadScorecard, AccessTarget.OfPerson("ann"))).Status);
    }
}
