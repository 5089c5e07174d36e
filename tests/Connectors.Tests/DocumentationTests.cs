namespace SalesPerf.Connectors.Tests;

/// <summary>Nobody connects what is not described.</summary>
public sealed class DocumentationTests
{
    [Fact]
    public void EveryProvider_IsDescribed_OnBothSides()
    {
        var connect = Text("docs", "connect.md");
        var readme = Text("shared", "Connectors", "README.md");

        Assert.All(ConnectorRegistry.All, connector =>
        {
            Assert.True(connect.Contains($"rovider `{connector.Provider}`", StringComparison.Ordinal) || connect.Contains($"\"{connector.Provider}\"", StringComparison.Ordinal), $"docs/connect.md does not say how to connect {connector.Provider}.");
            Assert.Contains($"`{connector.Provider}`", readme, StringComparison.Ordinal);
        });
    }

    private static string Text(params string[] path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SalesPerf.Functions.sln")))
            {
                return File.ReadAllText(Path.Combine([folder.FullName, .. path]));
            }
        }

        throw new InvalidOperationException("The repository is not above the tests.");
    }
}
