using SalesPerf.Domain.Objectives;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Tests.Resources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Tests.Objectives;

public sealed class ObjectiveRulesTests
{
    private static readonly Team[] Teams =
        [new() { Id = "emea", Name = "E" }, new() { Id = "apac", Name = "A" }, new() { Id = "dach", Name = "D", Parent = "emea" }];

    private static readonly Person[] People = [new() { Id = "ann", Name = "A", Team = "dach" }, new() { Id = "ben", Name = "B", Team = "dach" }];

    private static readonly Objective Year = Company("year", "2026", 1000);

    [Theory]
    [InlineData(800, 400, "")] // 1,200 is 20 % over 1,000: the most
    [InlineData(800, 401, "/amount/amount")]
    [InlineData(800, 200, "")]
    public void Validate_SharesOfTheCompany_HoldTheLimit(decimal first, decimal second, string errors)
    {
        var shares = new[] { Year, OfTeam("e", "emea", first), OfTeam("a", "apac", second) };

        Assert.Equal(errors, Errors(shares[2], shares));
        Assert.Equal(errors, Errors(Year, shares));
    }

    [Fact]
    public void Validate_LessThanTheParent_IsRefusedOnceEveryShareIsGiven()
    {
        var first = OfTeam("e", "emea", 600);
        Assert.Equal("", Errors(first, Year, first));
        Assert.Contains(Validate(first, Year, first), problem => problem.IsWarning && problem.Detail.Contains("600 of 1000 USD so far", StringComparison.Ordinal));

        var second = OfTeam("a", "apac", 399);
        Assert.Equal("/amount/amount", Errors(second, Year, first, second));
        second = OfTeam("a", "apac", 400);
        Assert.Empty(Validate(second, Year, first, second));
    }

    [Fact]
    public void Validate_PeopleOfATeam_ShareItOut()
    {
        var team = OfTeam("d", "dach", 500) with { Parent = null };
        var ann = new Objective { Id = "ann", Name = "a", Measure = "bookings", Period = "2026", Amount = new Money(300, "USD"), Level = "person", Subject = "ann", Parent = "d" };
        var ben = ann with { Id = "ben", Subject = "ben", Amount = new Money(199, "USD") };

        Assert.Equal("", Errors(ann, team, ann));
        Assert.Equal("/amount/amount", Errors(ben, team, ann, ben));
    }

    [Fact]
    public void Validate_Quarters_ShareOutTheYear()
    {
        var quarters = Enumerable.Range(1, 4).Select(quarter => Company($"q{quarter}", $"2026-Q{quarter}", 240) with { Parent = "year" }).ToArray();

        Assert.Equal("", Errors(quarters[2], [Year, .. quarters[..3]]));
        Assert.Equal("/amount/amount", Errors(quarters[3], [Year, .. quarters]));
    }

    [Fact]
    public void Validate_AgainstItsParent_TellsWhatDiffers()
    {
        var child = OfTeam("e", "emea", 10) with { Measure = "margin", Period = "2027-01", Amount = new Money(10, "EUR") };

        Assert.Equal("/measure /amount/currency /period", Errors(child, Year, child));
    }

    [Fact]
    public void Validate_Alone_TellsEveryProblem()
    {
        var wrong = new Objective { Id = "w", Name = "w", Measure = "bookings", Period = "2026-W10", Amount = new Money(0, "usd"), Level = "team", Parent = "none" };
        Assert.Equal("/parent /subject /amount/currency /amount/amount /period", Errors(wrong, wrong));
        Assert.Equal("/subject", Errors(Year with { Subject = "x" }, Year with { Subject = "x" }));
        Assert.Equal("/subject", Errors(OfTeam("x", "none", 1) with { Parent = null }, OfTeam("x", "none", 1) with { Parent = null }));
    }

    [Fact]
    public void Validate_SharesInACircle_AreRefused()
    {
        var a = Company("a", "2026", 10) with { Parent = "b" };
        var b = Company("b", "2026", 10) with { Parent = "a" };

        Assert.Equal("/parent", Errors(a, a, b));
    }

    [Fact]
    public void Validate_AnAmountBeyondAllBounds_IsRefused()
    {
        Assert.Equal("", Errors(Company("o", "2026", 1_000_000_000_000_000m)));
        Assert.Equal("/amount/amount", Errors(Company("o", "2026", 1_000_000_000_000_000.01m)));
    }

    private static Objective Company(string id, string period, decimal amount) =>
        new() { Id = id, Name = id, Measure = "bookings", Period = period, Amount = new Money(amount, "USD"), Level = "company" };

    private static Objective OfTeam(string id, string team, decimal amount) =>
        Company(id, "2026", amount) with { Level = "team", Subject = team, Parent = "year" };

    private static IReadOnlyList<FieldProblem> Validate(Objective objective, params Objective[] all) =>
        ObjectiveRules.Validate(objective, Models.Of(people: People, teams: Teams, objectives: all), Models.Start);

    private static string Errors(Objective objective, params Objective[] all) =>
        string.Join(' ', Validate(objective, all).Where(problem => !problem.IsWarning).Select(problem => problem.Pointer).Distinct());
}
