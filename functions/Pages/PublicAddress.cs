using Microsoft.Extensions.Configuration;

namespace SalesPerf.Functions.Pages;

/// <summary>Where people reach this app: what links in mails begin with. Setting <c>PublicUrl</c>, default <c>http://localhost:7071</c>.</summary>
public sealed class PublicAddress
{
    public const string Setting = "PublicUrl";

    // With it a Message-ID stays under 250 characters.
    private const int MaxHost = 100;

    private const string Default = "http://localhost:7071";

    /// <exception cref="ArgumentException">It is not an absolute http or https address without query and fragment.</exception>
    public PublicAddress(string? address)
    {
        Uri = Uri.TryCreate(string.IsNullOrWhiteSpace(address) ? Default : address.Trim(), UriKind.Absolute, out var uri)
            && uri is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }
                ? uri
                : throw new ArgumentException($"{Setting} is not an address such as https://sales.example.com.", nameof(address));
    }

    public Uri Uri { get; }

    /// <summary>Without a slash at the end.</summary>
    public string Base => Uri.AbsoluteUri.TrimEnd('/');

    /// <summary>
    /// What the ids of mails end in: the host's name, so that no other deployment, such as the one for trying out, ever gives a mail the same; <c>salesperf.local</c>
    /// for a machine without a name of its own.
    /// </summary>
    public string MailHost => Uri is { HostNameType: UriHostNameType.Dns, IdnHost: { Length: <= MaxHost } host } && host.Trim('.').Contains('.', StringComparison.Ordinal) ? host.Trim('.') : "salesperf.local";

    internal static PublicAddress Of(IConfiguration configuration) => new(configuration[Setting]);
}
