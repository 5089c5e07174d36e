using System.Reflection;
using SalesPerf.Local.Hosting;
using SalesPerf.Platform.Documents.Sqlite;

namespace SalesPerf.Local.Backups;

/// <summary>
/// Copies of what cannot be made again: the database with its documents and messages, and the keys that its secrets are encrypted with. Mails in the
/// folder are not in it. A backup is taken while the host runs or not; it appears under its name only when it is whole.
/// </summary>
internal static class Backup
{
    private const string Keys = "keys";

    /// <exception cref="IOException">There is nothing to copy, the target exists, or something cannot be written.</exception>
    public static BackupManifest Take(string data, string target, TimeProvider time)
    {
        var database = Path.Combine(data, SqliteFile.Name);
        if (!File.Exists(database))
        {
            throw new IOException($"There is no database in {data}.");
        }

        if (Path.GetFullPath(target).StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new IOException($"{target} is inside {data}: it would be lost with what it is a copy of, and keep whoever is erased there.");
        }

        return Appear(target, folder =>
        {
            // The keys after the database: whatever it has that is encrypted, its key exists by then.
            SqliteFile.Copy(database, Path.Combine(folder, SqliteFile.Name));
            var examined = Examined(Path.Combine(folder, SqliteFile.Name));
            CopyKeys(data, folder);
            var manifest = new BackupManifest(
                BackupManifest.KnownFormat,
                time.GetUtcNow(),
                Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
                examined.Documents,
                examined.Messages + examined.DeadLetters,
                [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal).Select(file => BackupFile.Of(folder, file))]);
            manifest.Write(folder);
            return manifest;
        });
    }

    /// <summary>Makes a data folder of a backup, after everything in it was compared with what it was when taken.</summary>
    /// <exception cref="IOException">The backup is not whole or was changed, or there are data in the folder already.</exception>
    public static BackupManifest Restore(string backup, string data)
    {
        if (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any())
        {
            throw new IOException($"{data} is not empty. Restore into a folder that is, or does not exist.");
        }

        var manifest = BackupManifest.Read(backup);
        foreach (var file in manifest.Files)
        {
            if (!IsInside(file.Path) || !File.Exists(Path.Combine(backup, file.Path)) || BackupFile.Of(backup, file.Path) != file)
            {
                throw new IOException($"{file.Path} in {backup} is not what it was when the backup was taken.");
            }
        }

        if (Directory.Exists(data))
        {
            Directory.Delete(data);
        }

        return Appear(data, folder =>
        {
            foreach (var file in manifest.Files)
            {
                CopyDurably(Path.Combine(backup, file.Path), Path.Combine(folder, file.Path));
            }

            Examined(Path.Combine(folder, SqliteFile.Name));
            return manifest;
        });
    }

    private static bool IsInside(string path) => path == SqliteFile.Name || (path.StartsWith(Keys + "/", StringComparison.Ordinal) && Path.GetFileName(path) == path[(Keys.Length + 1)..]);

    private static DatabaseExamination Examined(string database) =>
        SqliteFile.Examine(database) is { Faults: [] } whole
            ? whole
            : throw new IOException($"The database is damaged: run check. No copy of it was kept.");

    private static void CopyKeys(string data, string folder)
    {
        var keys = Path.Combine(data, Keys);
        foreach (var key in Directory.Exists(keys) ? Directory.EnumerateFiles(keys, "*.xml") : [])
        {
            CopyDurably(key, Path.Combine(folder, Keys, Path.GetFileName(key)));
        }
    }

    private static void CopyDurably(string from, string to)
    {
        DataFolder.Open(Path.GetDirectoryName(to)!);
        using var source = File.OpenRead(from);
        using var target = new FileStream(to, FileMode.CreateNew, FileAccess.Write);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(to, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        source.CopyTo(target);
        target.Flush(flushToDisk: true);
    }

    /// <summary>Fills a folder under another name first; what is left of an attempt that failed is removed.</summary>
    private static BackupManifest Appear(string target, Func<string, BackupManifest> fill)
    {
        if (Path.Exists(target))
        {
            throw new IOException($"{target} exists already.");
        }

        var partial = $"{target.TrimEnd(Path.DirectorySeparatorChar)}.{Guid.NewGuid():N}.partial";
        try
        {
            var manifest = fill(DataFolder.Open(partial).Path);
            Directory.Move(partial, target);
            return manifest;
        }
        finally
        {
            if (Directory.Exists(partial))
            {
                Directory.Delete(partial, recursive: true);
            }
        }
    }
}
