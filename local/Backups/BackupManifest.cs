using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesPerf.Local.Backups;

/// <summary>What a backup holds: written last, so that a folder with one is whole.</summary>
/// <param name="Format">1.</param>
/// <param name="CreatedAt">When the copy was taken.</param>
/// <param name="Version">The program that took it.</param>
/// <param name="Documents">In the database.</param>
/// <param name="Messages">In the database, waiting or given up.</param>
/// <param name="Files">Every file beside the manifest.</param>
internal sealed record BackupManifest(int Format, DateTimeOffset CreatedAt, string Version, long Documents, long Messages, IReadOnlyList<BackupFile> Files)
{
    public const string Name = "backup.json";
    public const int KnownFormat = 1;

    public static BackupManifest Read(string folder)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(folder, Name)), BackupJson.Default.BackupManifest);
            return manifest is { Format: KnownFormat, Files: not null } ? manifest : throw new IOException($"{folder} is a backup of a format that this program does not know.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            throw new IOException($"{folder} is no whole backup: its {Name} cannot be read.", exception);
        }
    }

    public void Write(string folder)
    {
        using var file = new FileStream(Path.Combine(folder, Name), FileMode.CreateNew, FileAccess.Write);
        JsonSerializer.Serialize(file, this, BackupJson.Default.BackupManifest);
        file.Flush(flushToDisk: true);
    }
}

/// <summary>A file of a backup, with what proves that it is unchanged.</summary>
/// <param name="Path">Inside the backup, with <c>/</c>.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">In hexadecimal.</param>
internal sealed record BackupFile(string Path, long Bytes, string Sha256)
{
    public static BackupFile Of(string folder, string path)
    {
        using var stream = File.OpenRead(System.IO.Path.Combine(folder, path));
        return new(path.Replace(System.IO.Path.DirectorySeparatorChar, '/'), stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
