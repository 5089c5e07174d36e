using System.Reflection;

namespace SalesPerf.Conventions.Tests.Sources;

/// <summary>Dependencies point one way: Domain ← Connectors, Platform ← functions ← local; Contracts depends on nothing.</summary>
public sealed class DependencyTests
{
    [Theory]
    [InlineData("shared/Domain/SalesPerf.Domain.csproj", new string[] { })]
    [InlineData("shared/Contracts/SalesPerf.Contracts.csproj", new string[] { })]
    [InlineData("shared/Connectors/SalesPerf.Connectors.csproj", new[] { "project:SalesPerf.Domain", "package:BouncyCastle.Cryptography" })]
    [InlineData("shared/Platform/SalesPerf.Platform.csproj", new[] { "project:SalesPerf.Domain", "framework:*", "package:*" })]
    [InlineData("functions/SalesPerf.Functions.csproj", new[] { "project:SalesPerf.Domain", "project:SalesPerf.Contracts", "project:SalesPerf.Connectors", "project:SalesPerf.Platform", "framework:*", "package:*" })]
    public void Given_a_project_when_its_references_are_read_then_they_point_the_one_way(string project, string[] allowed) =>
        Assert.Empty(Strangers(Repository.Read(project), allowed));

    [Fact]
    public void Given_a_project_that_refers_to_more_when_its_references_are_read_then_each_is_reported()
    {
        const string project = """
            <Project>
              <ItemGroup><ProjectReference Include="../Domain/SalesPerf.Domain.csproj" /></ItemGroup>
              <ItemGroup><ProjectReference Include="..\..\local\SalesPerf.Local.csproj" /><PackageReference Include="Moq" /></ItemGroup>
            </Project>
            """;
        Assert.Equal(["project:SalesPerf.Local", "package:Moq"], Strangers(project, ["project:SalesPerf.Domain"]));
        Assert.Equal(["project:SalesPerf.Local"], Strangers(project, ["project:SalesPerf.Domain", "package:*"]));
    }

    /// <summary>The compiled assemblies too: a reference can come from a file that all projects import.</summary>
    [Theory]
    [InlineData("SalesPerf.Domain")]
    [InlineData("SalesPerf.Contracts")]
    public void Given_a_pure_assembly_when_its_references_are_read_then_they_are_the_base_class_library(string assembly) =>
        Assert.All(Assembly.Load(assembly).GetReferencedAssemblies(), reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));

    private static string[] Strangers(string project, string[] allowed) =>
        [.. Project.References(project).Where(reference => !allowed.Contains(reference) && !allowed.Contains(reference[..reference.IndexOf(':')] + ":*"))];
}
