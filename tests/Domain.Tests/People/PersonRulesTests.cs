using SalesPerf.Domain.People;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Sources;
using SalesPerf.Domain.Tests.Resources;

namespace SalesPerf.Domain.Tests.People;

public sealed class PersonRulesTests
{
    private static readonly DateOnly Day = new(2026, 6, 1);

    [Fact]
    public void Validate_APersonWithoutMistakes_FindsNothing() => Assert.Equal("", Errors(new Person { Id = "ann", Name = "A" }));

    [Fact]
    public void Validate_SpansThatOverlapOrEndBeforeTheyStart_TellsWhich()
    {
        var person = new Person
        {
            Id = "ann",
            Name = "A",
            Zone = "Mars/Base",
            Fte = 0,
            Employment = [new(new(2025, 1, 1), new(2025, 6, 1)), new(new(2024, 1, 1), new(2025, 2, 1)), new(new(2026, 1, 1), new(2026, 1, 1))],
            Absences = [new(new(2025, 1, 2), new(2025, 1, 1))],
        };

        Assert.Equal("/zone /fte /employment/2/to /employment/0/from /absences/0/to", Errors(person));
    }

    [Fact]
    public void Validate_SpellsThatMeet_AreRight() =>
        Assert.Equal("", Errors(new Person { Id = "ann", Name = "A", Employment = [new(new(2025, 1, 1), new(2025, 6, 1)), new(new(2025, 6, 1))] }));

    [Fact]
    public void Validate_ASourceNotRegisteredYet_IsAWarning()
    {
        var person = new Person { Id = "ann", Name = "A", Identities = new() { ["crm"] = ["1"] } };
        var problem = Assert.Single(PersonRules.Validate(person, Models.Of(people: [person]), Day));

        Assert.True(problem.IsWarning);
    }

    [Fact]
    public void Validate_ACircleThroughTeams_IsFound()
    {
        // eve manages emea and sits in dach below it, whose manager dan thereby reports to her and she to him.
        var eve = new Person { Id = "eve", Name = "E", Team = "dach" };
        var model = Models.Of(
            people: [eve, new() { Id = "dan", Name = "D", Team = "dach" }],
            teams: [new() { Id = "emea", Name = "E", Manager = "eve" }, new() { Id = "dach", Name = "D", Parent = "emea", Manager = "dan" }]);

        Assert.Equal("/team", string.Join(' ', PersonRules.Validate(eve, model, Day).Select(problem => problem.Pointer)));
        Assert.Equal("/manager", string.Join(' ', TeamRules.Validate(model.Team("emea", Day)!, model, Day).Select(problem => problem.Pointer)));
    }

    [Fact]
    public void Validate_ALongLine_EndsWithoutACircle()
    {
        var people = Enumerable.Range(0, 2000).Select(person => new Person { Id = $"p{person}", Name = "P", Manager = person == 0 ? null : $"p{person - 1}" }).ToArray();

        Assert.Empty(PersonRules.Validate(people[^1], Models.Of(people: people), Day));
    }

    [Theory]
    [InlineData("https://x.io/hook", "")]
    [InlineData("http://x.io", "/publicUrl")]
    [InlineData("x.io", "/publicUrl")]
    [InlineData("https://x.io/#a", "/publicUrl")]
    public void Validate_ASourcesAddress_MustBeHttps(string address, string pointers) =>
        Assert.Equal(pointers, string.Join(' ', SourceRules.Validate(new Source { Id = "crm", Provider = "hubspot", PublicUrl = address }).Select(problem => problem.Pointer)));

    [Fact]
    public void Validate_AProbabilityOfAClosedStage_IsAWarning()
    {
        var source = new Source { Id = "crm", Provider = "hubspot", ToleranceSeconds = 0, Stages = new() { ["a/b"] = new("won", 50m), ["open"] = new("open", 50m), ["won"] = new("won", 100m), ["lost"] = new("lost", 0m) } };

        Assert.Equal(["/toleranceSeconds", "/stages/a~1b/probabilityPercent"], SourceRules.Validate(source).Select(problem => problem.Pointer));
    }

    [Fact]
    public void Validate_ACorrelation_MustBeNone()
    {
        Assert.Empty(ForecastSettingsRules.Validate(new ForecastSettings()));
        Assert.Single(ForecastSettingsRules.Validate(new ForecastSettings { Correlation = 0.05m }));
    }

    private static string Errors(Person person) =>
        string.Join(' ', PersonRules.Validate(person, Models.Of(people: [person]), Day).Where(problem => !problem.IsWarning).Select(problem => problem.Pointer));
}
