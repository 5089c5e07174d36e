using System.Xml.Linq;
using Azure.Core;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace SalesPerf.Functions.Azure;

/// <summary>
/// The Data Protection keys, which encrypt provider secrets: one blob for all instances, itself encrypted by a key of Key Vault. A folder
/// serves while developing. Without either nothing is encrypted with a key that the next instance would not have.
/// </summary>
internal static class KeyRing
{
    public static void AddKeyRing(this IServiceCollection services, IConfiguration configuration, TokenCredential credential)
    {
        // The name is part of what every key protects, and the same on both hosts.
        var protection = services.AddDataProtection().SetApplicationName("SalesPerf");
        if (configuration["DataProtection:blobUri"] is { Length: > 0 } blob && configuration["DataProtection:keyUri"] is { Length: > 0 } key)
        {
            protection.PersistKeysToAzureBlobStorage(new Uri(blob), credential).ProtectKeysWithAzureKeyVault(new Uri(key), credential);
        }
        else if (configuration["DataProtection:folder"] is { Length: > 0 } folder)
        {
            protection.PersistKeysToFileSystem(new DirectoryInfo(folder));
        }
        else
        {
            services.Configure<KeyManagementOptions>(options => options.XmlRepository = new NoKeys());
        }
    }

    private sealed class NoKeys : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements() => throw Missing();

        public void StoreElement(XElement element, string friendlyName) => throw Missing();

        private static InvalidOperationException Missing() =>
            new("Secrets cannot be encrypted: the settings DataProtection__blobUri and DataProtection__keyUri are missing.");
    }
}
