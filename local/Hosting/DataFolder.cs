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
        Create(full);
        return new(full);
    }

    /// <summary>A folder inside, created when absent.</summary>
    /// <exception cref="DataFolderException">It cannot be created.</exception>
    public string Inside(string name)
    {
        var inside = System.IO.Path.Combine(Path, name);
        Create(inside);
        return inside;
    }

    private static void Create(string path)
    {
        try
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
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"The data folder {path} cannot be created: {exception.Message}", exception);
        }
    }
}
