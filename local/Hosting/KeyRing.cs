using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SalesPerf.Local.Hosting;

/// <summary>Keeps the Data Protection keys in the data folder, a file each that only its owner reads.</summary>
internal static class KeyRing
{
    private const string Files = "*.xml";

    /// <exception cref="DataFolderException">A key cannot be read.</exception>
    public static IServiceCollection AddKeyRing(this IServiceCollection services, DataFolder data)
    {
        var folder = new DirectoryInfo(data.Inside("keys"));
        foreach (var file in folder.EnumerateFiles(Files))
        {
            Look(file);
        }

        // The name is part of what every key protects: it stays, wherever the program is started from.
        services.AddDataProtection().SetApplicationName("SalesPerf");
        services.AddOptions<KeyManagementOptions>().Configure<ILoggerFactory>((options, loggers) =>
            options.XmlRepository = new KeyFiles(folder, loggers));
        return services;
    }

    /// <summary>Without one of its keys the host would run, and fail at every secret.</summary>
    private static void Look(FileInfo file)
    {
        try
        {
            using var stream = file.OpenRead();
            XElement.Load(stream);
        }
        catch (Exception exception) when (exception is XmlException or IOException or UnauthorizedAccessException)
        {
            throw new DataFolderException($"The key {file.FullName} cannot be read: {exception.Message} Put it back from a backup: what was encrypted with it is lost without it.", exception);
        }
    }

    // The folder is closed to others already; the file's own mode still matters once somebody copies it.
    private sealed class KeyFiles(DirectoryInfo folder, ILoggerFactory loggers) : FileSystemXmlRepository(folder, loggers)
    {
        public override void StoreElement(XElement element, string friendlyName)
        {
            var before = Names();
            base.StoreElement(element, friendlyName);
            foreach (var made in Names().Except(before, StringComparer.Ordinal))
            {
                // What is encrypted with it is on disk as soon as it is acknowledged: so is the key, and before.
                using (var stream = new FileStream(made, FileMode.Open, FileAccess.ReadWrite, FileShare.Read))
                {
                    stream.Flush(flushToDisk: true);
                }

                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(made, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                }
            }

            string[] Names() => [.. Directory.EnumerateFiles(Files).Select(file => file.FullName)];
        }
    }
}
