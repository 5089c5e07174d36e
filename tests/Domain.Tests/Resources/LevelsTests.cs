using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;

namespace SalesPerf.Domain.Tests.Resources;

public sealed class LevelsTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);

    /// <summary>vp runs world; mid runs east, below it; rep is in east. Nobody runs west, in which is lone. sub is in a team below west that sam runs.</summary>
    private static readonly Model Organisation = new()
    {
        People = new[] { Person("vp", "world"), Person("mid", "east"), Person("rep", "east"), Person("lone", "west"), Person("sam", "far"), Person("sub", "far"), Person("named", null, "mid"), Person("top", null) }
            .ToDictionary(one => one.Id),
        Teams = new[] { Team("world", "vp", null), Team("east", "mid", "world"), Team("west", null, "world"), Team("far", "sam", "west") }.ToDictionary(one => one.Id),
    };

    [Theory]
    [InlineData("mid", "rep", 1)]
    [InlineData("vp", "rep", 2)]
    [InlineData("vp", "mid", 1)]
    [InlineData("vp", "lone", 2)]
    [InlineData("sam", "sub", 1)]
    [InlineData("vp", "sam", 2)]
    [InlineData("vp", "sub", 3)]
    [InlineData("mid", "named", 1)]
    [InlineData("vp", "named", 2)]
    [InlineData("rep", "mid", 0)]
    [InlineData("top", "rep", 0)]
    [InlineData("rep", "rep", 0)]
    public void LevelBelow_CountsEachPostUpTheTree_VacantOnesToo(string manager, string person, int level)
    {
        Assert.Equal(level, Organisation.LevelBelow(manager, person, Today));
        Assert.Equal(level > 0, Organisation.IsInSubtree(manager, person, Today));
    }

    private static Resource<Person> Person(string id, string? team, string? manager = null) => Always(id, new Person { Id = id, Name = id, Team = team, Manager = manager });

    private static Resource<Team> Team(string id, string? manager, string? parent) => Always(id, new Team { Id = id, Name = id, Manager = manager, Parent = parent });

    private static Resource<T> Always<T>(string id, T content)
        where T : class => new(id, [new ResourceVersion<T>(1, DateOnly.MinValue, DateTimeOffset.UnixEpoch, "ada", content)]);
}
