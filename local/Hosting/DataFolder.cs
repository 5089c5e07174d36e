namespace SalesPerf.Local.Hosting;

/// <summary>The folder everything is kept in. It holds people's data and keys: what is created in it is for its owner only.</summary>
public sealed record DataFolder(string Path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Creates what is absent. A folder that exists keeps its mode: it may be the owner's own.</summary>
    /// <exception cref="DataFolderException">It cannot be created.</exception>
    public static DataFolder Open(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            Create(full);
            return new(full);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"The data folder {full} cannot be created: {exception.Message}", exception);
        }
    }

    /// <summary>A folder inside, created when absent.</summary>
    public string Inside(string name)
    {
        var inside = System.IO.Path.Combine(Path, name);
        Create(inside);
        return inside;
    }

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
    }
}
