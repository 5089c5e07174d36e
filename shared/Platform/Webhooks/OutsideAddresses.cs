using System.Net;
using System.Net.Sockets;

namespace SalesPerf.Platform.Webhooks;

/// <summary>
/// Addresses of the public internet. Every other one could be a machine that trusts this one: whoever may name an endpoint must not reach it through us.
/// </summary>
public static class OutsideAddresses
{
    // Special-purpose registries of IANA (RFC 6890), multicast, and the address at which Azure's own agent answers.
    private static readonly IPNetwork[] Inside =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",

            // Of what is global unicast: protocol assignments with Teredo, documentation, 6to4, which carries an IPv4 address.
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    public static bool Contains(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return (plain.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(plain)) && !Array.Exists(Inside, network => network.Contains(plain));
    }
}
