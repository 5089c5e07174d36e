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
    public static IServiceCollection AddKeyRing(this IServiceCollection services, DataFolder data)
    {
        // The name is part of what every key protects: it stays, wherever the program is started from.
        var folder = new DirectoryInfo(data.Inside("keys"));
        services.AddDataProtection().SetApplicationName("SalesPerf");
        services.AddOptions<KeyManagementOptions>().Configure<ILoggerFactory>((options, loggers) =>
            options.XmlRepository = new KeyFiles(folder, loggers));
        return services;
    }

    // The folder is closed to others already; the file's own mode still matters once somebody copies it.
    private sealed class KeyFiles(DirectoryInfo folder, ILoggerFactory loggers) : FileSystemXmlRepository(folder, loggers)
    {
        public override void StoreElement(XElement element, string friendlyName)
        {
            base.StoreElement(element, friendlyName);
            if (OperatingSystem.IsWindows())
            {
                return;
            }

            foreach (var file in Directory.EnumerateFiles("*.xml"))
            {
                File.SetUnixFileMode(file.FullName, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }
    }
}
