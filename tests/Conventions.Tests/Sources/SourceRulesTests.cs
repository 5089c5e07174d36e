namespace SalesPerf.Conventions.Tests.Sources;

public sealed class SourceRulesTests
{
    [Fact]
    public void Given_our_sources_when_read_then_no_rule_is_broken() =>
        Assert.Equal("", string.Join('\n', Repository.Sources("functions", "shared", "local").SelectMany(file => SourceRules.Check(Repository.Relative(file), File.ReadAllText(file)))));

    [Fact]
    public void Given_our_tests_and_samples_when_read_then_their_imports_are_in_order() =>
        Assert.Equal([], Repository.Sources("tests", "samples").Where(file => !SourceRules.HasImportsInOrder(File.ReadAllText(file))).Select(Repository.Relative));

    [Theory]
    [InlineData("using System.Text;\nusing System.Globalization;", "out of order")]
    [InlineData("using Moq;\nusing System.Text;", "out of order")]
    [InlineData("#if DEBUG", "is not used")]
    [InlineData("  #pragma warning disable CS8509", "is not used")]
    [InlineData("class Other;", "its one type is named Other")]
    [InlineData("throw new NotImplemented" + "Exception();", "unfinished")]
    public void Given_a_source_that_breaks_a_rule_when_read_then_the_rule_is_named(string text, string rule) =>
        Assert.Contains(SourceRules.Check("a/Sample.cs", text), problem => problem.Contains(rule, StringComparison.Ordinal));

    [Fact]
    public void Given_a_source_of_301_lines_when_read_then_it_is_too_long() =>
        Assert.Contains(SourceRules.Check("a/Sample.cs", "class Sample;" + new string('\n', 301)), problem => problem.Contains("301 lines", StringComparison.Ordinal));

    [Theory]
    [InlineData("public sealed record Sample(int A);")]
    [InlineData("internal readonly record struct Sample;")]
    [InlineData("public static partial class Sample")]
    [InlineData("public delegate Task<int> Sample(int a);")]
    [InlineData("public enum Sample { }")]
    [InlineData("using System;\nusing System.Text;\nusing System.Text.Json;\nusing Moq;\nusing SalesPerf;\nusing SalesPerf.A;")]
    [InlineData("public sealed record First(int A);\npublic sealed record Second(int B);")]
    public void Given_a_source_named_after_its_type_or_holding_several_when_read_then_nothing_is_reported(string text) =>
        Assert.Empty(SourceRules.Check("a/Sample.cs", text));
}
