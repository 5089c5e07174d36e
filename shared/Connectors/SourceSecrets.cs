namespace SalesPerf.Connectors;

/// <summary>A source's secrets as text: the current one and, while a change of secret is under way, the one before. Blank ones do not exist.</summary>
public sealed class SourceSecrets(string? current, string? previous = null)
{
    public static readonly SourceSecrets None = new(null);

    /// <summary>Secrets that were set and that nobody can read any more: they verify nothing, until they are set again.</summary>
    public static readonly SourceSecrets Unreadable = new(null);

    /// <summary>The usable ones, none to two.</summary>
    public IReadOnlyList<string> Active { get; } =
        [.. new[] { current, previous }.OfType<string>().Where(secret => !string.IsNullOrWhiteSpace(secret)).Distinct(StringComparer.Ordinal)];
}
