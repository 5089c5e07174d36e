using SalesPerf.Functions.Access.Oidc;

namespace SalesPerf.Functions.Access;

/// <summary>Settings of access: section <c>Access</c>, but for the key.</summary>
public sealed class AccessOptions
{
    /// <summary>The setting that presets the admin key.</summary>
    public const string AdminKeySetting = "SALESPERF_ADMIN_KEY";

    /// <summary>A shorter admin key could be guessed.</summary>
    public const int MinAdminKey = 24;

    /// <summary>True: GET requests may carry their key in the cookie that the first page of a demo sets. Default false.</summary>
    public bool DemoCookie { get; set; }

    /// <summary>A key that is always an admin's, from <see cref="AdminKeySetting"/>; null or empty is none. At least 24 characters. Default none.</summary>
    public string? AdminKey { get; set; }

    /// <summary>Whose bearer tokens are taken; null is nobody's. Default none.</summary>
    public OidcOptions? Oidc { get; set; }

    /// <summary>What the platform leaves in a setting when it may not, or cannot, read the secret that it refers to.</summary>
    public const string UnresolvedReference = "@Microsoft.KeyVault(";

    internal static string? Fault(AccessOptions options) => options.AdminKey switch
    {
        null or "" => null,
        { } key when key.StartsWith(UnresolvedReference, StringComparison.OrdinalIgnoreCase) => $"{AdminKeySetting} is a reference to a vault that could not be resolved: whoever knows the vault would know the key.",
        { Length: < MinAdminKey } => $"{AdminKeySetting} is too short: it has {options.AdminKey.Length} characters and needs {MinAdminKey} or more.",
        { Length: > ApiKeyText.MaxLength } => $"{AdminKeySetting} is too long: it has {options.AdminKey.Length} characters, and {ApiKeyText.MaxLength} are the most.",
        var key when key.Any(char.IsControl) || key.Trim() != key => $"{AdminKeySetting} has control characters, or blanks at its ends: no request could carry it.",
        _ => null,
    };
}
