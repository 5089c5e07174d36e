using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace SalesPerf.Platform.Email.Smtp;

/// <summary>How a connection to the mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>It begins in clear and must become TLS before anything is said; a server that does not offer that is not used.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>In clear: for a relay on the same machine or network. No password is sent this way.</summary>
    None,
}

/// <summary>The mail server: settings <c>Email:Smtp:…</c>.</summary>
public sealed record SmtpOptions
{
    /// <summary>The section of the settings.</summary>
    public const string Section = "Email:Smtp";

    /// <summary>Its name, which its certificate is for.</summary>
    public required string Host { get; init; }

    /// <summary>Default 587, with TLS from the first byte 465, in clear 25.</summary>
    public required int Port { get; init; }

    /// <summary>Default <see cref="SmtpSecurity.StartTls"/>.</summary>
    public SmtpSecurity Security { get; init; } = SmtpSecurity.StartTls;

    /// <summary>Who logs in; null, the default, does not.</summary>
    public string? User { get; init; }

    /// <summary>With <see cref="User"/>.</summary>
    public string? Password { get; init; }

    /// <summary>Who mail comes from, and where what cannot be delivered goes back to.</summary>
    public required EmailSource From { get; init; }

    /// <summary>How long one mail may take, from the connection to the last answer, and how long it may wait for its turn. Default a minute.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Mails at once, each on its own connection. Default 4; more than servers like only brings refusals.</summary>
    public int MaxConnections { get; init; } = 4;

    /// <summary>The settings; null when no server is named.</summary>
    /// <exception cref="OptionsValidationException">They cannot work; the message says why.</exception>
    public static SmtpOptions? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        if (section["Host"] is not { Length: > 0 } host)
        {
            return null;
        }

        var security = section["Security"] switch
        {
            null or "" => SmtpSecurity.StartTls,
            var name when Enum.TryParse<SmtpSecurity>(name, ignoreCase: true, out var known) && Enum.IsDefined(known) => known,
            _ => throw Wrong("Security", "is StartTls, Tls or None."),
        };
        var options = new SmtpOptions
        {
            Host = host,
            Port = section["Port"] is not { Length: > 0 } text ? DefaultPort(security)
                : int.TryParse(text, out var port) && port is > 0 and <= ushort.MaxValue ? port
                : throw Wrong("Port", "is a number from 1 to 65535."),
            Security = security,
            User = section["User"] is { Length: > 0 } user ? user : null,
            Password = section["Password"] is { Length: > 0 } password ? password : null,
            From = new EmailSource(section["From"] ?? "", section["FromName"] is { Length: > 0 } shown ? shown : EmailSource.Local.Name),
        };
        return (options.User is null) != (options.Password is null) ? throw Wrong("User", "and Password go together.")
            : options.Password?.StartsWith("@Microsoft.KeyVault(", StringComparison.OrdinalIgnoreCase) == true ? throw Wrong("Password", "is a reference to a vault that could not be resolved.")
            : options is { User: not null, Security: SmtpSecurity.None } ? throw Wrong("User", "would be sent in clear: Security is StartTls or Tls.")
            : !EmailAddress.IsValid(options.From.Address) ? throw Wrong("From", "is the mail address that mail comes from.")
            : options;
    }

    private static int DefaultPort(SmtpSecurity security) => security switch { SmtpSecurity.Tls => 465, SmtpSecurity.None => 25, _ => 587 };

    private static OptionsValidationException Wrong(string name, string detail) => new(Section, typeof(SmtpOptions), [$"The setting {Section}:{name} {detail}"]);
}
