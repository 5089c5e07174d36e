using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Tests.Metrics;

namespace SalesPerf.Domain.Tests.Resources;

public sealed class ModelLookupTests
{
    private static readonly DateOnly Start = new(1900, 1, 1);
    private static readonly DateOnly Day = new(2026, 6, 1);
    private static readonly DateTimeOffset Recorded = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // world (vacant) > emea (eve) > dach (dan); apac (vacant) under world. eve sits in no team.
    private static readonly Model Tree = new()
    {
        Teams = Resources<Team>(
            new() { Id = "world", Name = "World", Manager = "ceo" },
            new() { Id = "emea", Name = "EMEA", Parent = "world", Manager = "eve" },
            new() { Id = "dach", Name = "DACH", Parent = "emea", Manager = "dan" },
            new() { Id = "apac", Name = "APAC", Parent = "world" }),
        People = Resources<Person>(
            new() { Id = "ceo", Name = "C" },
            new() { Id = "eve", Name = "E" },
            new() { Id = "dan", Name = "D", Team = "dach" },
            new() { Id = "ann", Name = "A", Team = "dach" },
            new() { Id = "ben", Name = "B", Team = "dach", Manager = "ann" },
            new() { Id = "kim", Name = "K", Team = "apac" },
            new() { Id = "old", Name = "O", Team = "dach", Employment = [new(new(2020, 1, 1), new(2026, 6, 1))] }),
    };

    [Theory]
    [InlineData("2026-05-01", "2026-05-01", true)]
    [InlineData("2026-05-31", "2026-07-01", true)]
    [InlineData("2026-06-01", "2026-07-01", false)]
    [InlineData("2019-01-01", "2019-12-31", false)]
    [InlineData("2019-01-01", "2020-01-01", true)]
    public void EmployedDuring_Days_FindsWhoWasEmployedOnOneOfThem(string from, string last, bool expected) =>
        Assert.Equal(expected, Tree.EmployedDuring(Sample.Day(from), Sample.Day(last)).Contains("old"));

    [Theory]
    [InlineData("2026-06-09T21:59Z", "2026-06-09")] // Berlin since ever
    [InlineData("2026-06-09T22:00Z", "2026-06-10")] // New York from the 10th, which begins in Berlin already: dates do not go back
    [InlineData("2026-06-10T03:59Z", "2026-06-10")]
    [InlineData("2026-06-10T23:00Z", "2026-06-10")]
    [InlineData("2026-06-11T03:59Z", "2026-06-10")]
    [InlineData("2026-06-19T14:59Z", "2026-06-19")] // Tokyo from the 20th: the new zone counts from the moment its first day begins
    [InlineData("2026-06-19T15:00Z", "2026-06-20")]
    public void DateOf_Instant_IsOfTheZoneInForceThen(string instant, string date)
    {
        var calendar = new Resource<OrganisationCalendar>("default",
        [
            new(1, Start, Recorded, "t", new OrganisationCalendar { Zone = "Europe/Berlin" }),
            new(2, new(2026, 6, 10), Recorded, "t", new OrganisationCalendar { Zone = "America/New_York" }),
            new(3, new(2026, 6, 20), Recorded, "t", new OrganisationCalendar { Zone = "Asia/Tokyo" }),
        ]);
        var model = new Model { Calendars = new Dictionary<string, Resource<OrganisationCalendar>> { ["default"] = calendar } };

        Assert.Equal(Sample.Day(date), model.DateOf(Sample.Instant(instant)));
    }

    [Theory]
    [InlineData("ann", "dan")]
    [InlineData("ben", "ann")] // named for the person
    [InlineData("dan", "eve")] // manages the own team: the team above
    [InlineData("eve", "ceo")] // in no team: placed in the one managed
    [InlineData("kim", null)] // vacant
    [InlineData("ceo", null)]
    [InlineData("nobody", null)]
    public void ManagerOf_Person_ReturnsWhoTheyReportTo(string person, string? manager) =>
        Assert.Equal(manager, Tree.ManagerOf(person, Day));

    [Theory]
    [InlineData("dan", "ann", true)]
    [InlineData("eve", "ann", true)]
    [InlineData("ceo", "ann", true)]
    [InlineData("ceo", "kim", true)] // a vacant post hides nobody from those above
    [InlineData("ceo", "eve", true)]
    [InlineData("ann", "ben", true)]
    [InlineData("dan", "ben", true)]
    [InlineData("dan", "old", true)] // left, and still where the version says
    [InlineData("ann", "dan", false)]
    [InlineData("dan", "eve", false)]
    [InlineData("eve", "kim", false)]
    [InlineData("dan", "dan", false)]
    [InlineData("dan", "nobody", false)]
    [InlineData("nobody", "ann", false)]
    public void IsInSubtree_Pair_FollowsTeamsAndNames(string manager, string person, bool expected) =>
        Assert.Equal(expected, Tree.IsInSubtree(manager, person, Day));

    [Fact]
    public void PeopleUnder_Manager_AgreesWithIsInSubtreeForTheEmployed()
    {
        foreach (var manager in Tree.People.Keys)
        {
            var expected = Tree.People.Keys.Where(person => person != "old" && Tree.IsInSubtree(manager, person, Day)).Order();
            Assert.Equal(expected, Tree.PeopleUnder(manager, Day).Select(person => person.Id));
        }
    }

    [Fact]
    public void MembersOf_Team_CountsTheEmployedDirectOrBelow()
    {
        Assert.Equal(["ann", "ben", "dan"], Tree.MembersOf("dach", Day, direct: true).Select(person => person.Id));
        Assert.Equal(["ann", "ben", "dan", "old"], Tree.MembersOf("dach", Day.AddDays(-1)).Select(person => person.Id));
        Assert.Empty(Tree.MembersOf("world", Day, direct: true));
        Assert.Equal(["ann", "ben", "dan", "kim"], Tree.MembersOf("world", Day).Select(person => person.Id));
        Assert.Empty(Tree.MembersOf("nowhere", Day));
    }

    [Fact]
    public void TeamsUnder_Team_ParentsComeFirst()
    {
        Assert.Equal(["world", "apac", "emea", "dach"], Tree.TeamsUnder("world", Day).Select(team => team.Id));
        Assert.Equal(["dach", "emea", "world"], Tree.TeamsAbove("dach", Day).Select(team => team.Id));
        Assert.Equal(["world"], Tree.RootTeams(Day).Select(team => team.Id));
        Assert.Empty(Tree.TeamsUnder("nowhere", Day));
    }

    [Fact]
    public void Given_a_person_who_moves_when_asked_about_a_date_then_that_dates_team_answers()
    {
        var model = Tree with
        {
            People = new Dictionary<string, Resource<Person>>
            {
                ["ann"] = new("ann",
                [
                    new(1, Start, Recorded, "t", new Person { Id = "ann", Name = "A", Team = "dach", Zone = "Europe/Vienna" }),
                    new(2, Day, Recorded.AddDays(9), "t", new Person { Id = "ann", Name = "A", Team = "apac" }),
                ]),
            },
            Calendars = Resources<OrganisationCalendar>(new OrganisationCalendar { Zone = "America/New_York" }),
        };

        Assert.Equal(["ann"], model.MembersOf("dach", Day.AddDays(-1)).Select(person => person.Id));
        Assert.Empty(model.MembersOf("dach", Day));
        Assert.Equal(["ann"], model.MembersOf("apac", Day).Select(person => person.Id));
        Assert.True(model.IsInSubtree("eve", "ann", Day.AddDays(-1)));
        Assert.False(model.IsInSubtree("eve", "ann", Day));
        Assert.Equal("Europe/Vienna", model.ZoneOf("ann", Day.AddDays(-1)));
        Assert.Equal("America/New_York", model.ZoneOf("ann", Day));

        // The move was not known on the day before it was recorded.
        var before = model with { AsOf = Recorded.AddDays(8) };
        Assert.Equal(["ann"], before.MembersOf("dach", Day).Select(person => person.Id));
        Assert.Empty(before.MembersOf("apac", Day));
    }

    [Fact]
    public void Given_identities_when_asked_then_the_version_recorded_last_counts_for_all_time()
    {
        SortedDictionary<string, IReadOnlyList<string>> Owns(params string[] owners) => new() { ["crm"] = owners };
        var model = new Model
        {
            People = new Dictionary<string, Resource<Person>>
            {
                ["ann"] = new("ann",
                [
                    new(1, Start, Recorded, "t", new Person { Id = "ann", Name = "A", Identities = Owns("1", "2") }),
                    new(2, Day, Recorded.AddDays(1), "t", new Person { Id = "ann", Name = "A", Identities = Owns("2", "a@x.io") }),
                    new(3, Day.AddDays(50), Recorded.AddDays(2), "t", null), // leaving keeps the past mapped
                ]),
                ["ben"] = new("ben", [new(1, Start, Recorded.AddDays(1), "t", new Person { Id = "ben", Name = "B", Identities = Owns("1") })]),
            },
            OwnerPseudonyms = new Dictionary<string, string> { ["a@x.io"] = "m.00" },
        };

        Assert.Equal("ben", model.PersonOf("crm", "1"));
        Assert.Equal("ann", model.PersonOf("crm", "2"));
        Assert.Equal("ann", model.PersonOf("crm", "m.00"));
        Assert.Null(model.PersonOf("crm", "a@x.io"));
        Assert.Null(model.PersonOf("other", "2"));
        Assert.Equal([("crm", "2"), ("crm", "m.00")], model.IdentitiesOf("ann"));
        Assert.Equal("ann", (model with { AsOf = Recorded }).PersonOf("crm", "1"));
    }

    [Fact]
    public void Given_teams_and_managers_in_circles_when_walked_then_every_walk_ends()
    {
        var model = new Model
        {
            Teams = Resources<Team>(
                new() { Id = "a", Name = "A", Parent = "b", Manager = "x" },
                new() { Id = "b", Name = "B", Parent = "a", Manager = "y" }),
            People = Resources<Person>(
                new() { Id = "x", Name = "X", Team = "b", Manager = "y" },
                new() { Id = "y", Name = "Y", Team = "a", Manager = "x" }),
        };

        Assert.Equal(["a", "b"], model.TeamsUnder("a", Day).Select(team => team.Id));
        Assert.Equal(["x", "y"], model.MembersOf("a", Day).Select(person => person.Id));
        Assert.True(model.IsInSubtree("x", "y", Day));
        Assert.False(model.IsInSubtree("x", "x", Day));
        Assert.Equal(["y"], model.PeopleUnder("x", Day).Select(person => person.Id));
    }

    private static Dictionary<string, Resource<T>> Resources<T>(params T[] contents)
        where T : class =>
        contents.ToDictionary(IdOf, content => new Resource<T>(IdOf(content), [new(1, Start, Recorded, "t", content)]));

    private static string IdOf<T>(T content) => (string)typeof(T).GetProperty("Id")!.GetValue(content)!;
}
