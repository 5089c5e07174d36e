using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace SalesPerf.Functions.Access.Oidc;

/// <summary>Whose bearer tokens are taken: section <c>Access:Oidc</c>. Without an issuer none are.</summary>
public sealed record OidcOptions
{
    public const string Section = "Access:Oidc";

    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(10);

    /// <summary>What <c>iss</c> must be, to the letter; for Entra <c>https://login.microsoftonline.com/{tenant}/v2.0</c>.</summary>
    public required string Issuer { get; init; }

    /// <summary>Where <c>/.well-known/openid-configuration</c> is looked for. Https, but on this machine. Default the issuer.</summary>
    public required Uri Discovery { get; init; }

    /// <summary>One of these must be in <c>aud</c>, to the letter. At least one.</summary>
    public required IReadOnlyList<string> Audiences { get; init; }

    /// <summary>The claim that lists roles: text or an array of texts. Default <c>roles</c>.</summary>
    public string RolesClaim { get; init; } = "roles";

    /// <summary>What stands before a role's name in that claim; what begins otherwise is no role of ours. Default nothing.</summary>
    public string RolePrefix { get; init; } = "";

    /// <summary>The claim that holds the person's id; null finds the person by <see cref="PersonSource"/>. Default null.</summary>
    public string? PersonClaim { get; init; }

    /// <summary>The source in a person's identities that holds their <c>oid</c> or <c>sub</c>. Default <c>oidc</c>.</summary>
    public string PersonSource { get; init; } = "oidc";

    /// <summary>How far the issuer's clock may be from ours, either way. At most 10 minutes. Default 2 minutes.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The settings; null when nothing is set.</summary>
    /// <exception cref="OptionsValidationException">They cannot work; the message says why.</exception>
    public static OidcOptions? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (!section.GetChildren().Any())
        {
            return null;
        }

        var issuer = section["Issuer"] is { Length: > 0 } text ? text : throw Wrong("Issuer", "is missing: it says whose tokens are taken.");
        var audiences = section.GetSection("Audiences").GetChildren().Select(audience => audience.Value).OfType<string>().Where(audience => audience.Length > 0).ToList();
        var authority = section["Authority"] is { Length: > 0 } given ? given : issuer;
        return new OidcOptions
        {
            Issuer = issuer,
            Audiences = audiences.Count > 0 ? audiences : throw Wrong("Audiences:0", "is missing: without it tokens for other programs would be taken."),
            Discovery = Uri.TryCreate(authority.TrimEnd('/') + "/.well-known/openid-configuration", UriKind.Absolute, out var discovery) && IsSafe(discovery)
                ? discovery
                : throw Wrong(authority == issuer ? "Issuer" : "Authority", "is an https address."),
            RolesClaim = section["RolesClaim"] is { Length: > 0 } roles ? roles : "roles",
            RolePrefix = section["RolePrefix"] ?? "",
            PersonClaim = section["PersonClaim"] is { Length: > 0 } person ? person : null,
            PersonSource = section["PersonSource"] is { Length: > 0 } source ? source : "oidc",
            ClockSkew = section["ClockSkew"] is not { Length: > 0 } skew ? TimeSpan.FromMinutes(2)
                : TimeSpan.TryParse(skew, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.Zero && span <= MaxSkew ? span
                : throw Wrong("ClockSkew", "is a time from 00:00:00 to 00:10:00."),
        };
    }

    /// <summary>Whoever can change the answer on its way makes tokens of their own.</summary>
    internal static bool IsSafe(Uri address) => address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);

    private static OptionsValidationException Wrong(string name, string detail) => new(Section, typeof(OidcOptions), [$"The setting {Section}:{name} {detail}"]);
}
