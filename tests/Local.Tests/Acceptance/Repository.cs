namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>Where this repository is, and the data that may lie beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = Above("SalesPerf.Functions.sln") ?? throw new InvalidOperationException("Tests run inside the repository.");

    /// <summary>A folder of <c>../shared</c>; null where it is not there.</summary>
    public static string? Shared(string path) =>
        Above(Path.Combine("shared", "design")) is { } beside && Directory.Exists(Path.Combine(beside, "shared", path)) ? Path.Combine(beside, "shared", path) : null;

    /// <summary>The nearest folder above the tests that holds <paramref name="name"/>.</summary>
    private static string? Above(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Exists(Path.Combine(folder.FullName, name)))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
