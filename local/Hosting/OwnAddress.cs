using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Functions.Pages;

namespace SalesPerf.Local.Hosting;

/// <summary>Where people reach this host: what is set, otherwise the first address it listens on.</summary>
internal static class OwnAddress
{
    public static PublicAddress Of(IServiceProvider services, string urls)
    {
        if (services.GetRequiredService<IConfiguration>()[PublicAddress.Setting] is { Length: > 0 } set)
        {
            return new PublicAddress(set);
        }

        var first = Read(urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[0]);
        if (first.Port == 0)
        {
            // The system chose a port; it is known while the server listens.
            var bound = services.GetService<IServer>()?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
            first = bound is null ? first : Read(bound);
        }

        return new PublicAddress(first.AbsoluteUri);
    }

    /// <summary>What stands for every interface is no address to link to: on this machine it is localhost.</summary>
    private static Uri Read(string url)
    {
        var uri = new Uri(url.Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal));
        return uri.Host is "0.0.0.0" or "[::]" ? new UriBuilder(uri) { Host = "localhost" }.Uri : uri;
    }
}
