using System.Security.Cryptography;
using System.Text;

namespace SalesPerf.Connectors.MsGraph;

/// <summary>What the resource of a notification names: <c>Users/{id}/Messages/{id}</c>, with or without a folder, in any case, names in brackets or after a slash.</summary>
/// <param name="Mailbox">The user's id or address; null for one's own.</param>
/// <param name="IsInSentItems">True when the folder is named, and is the sent items.</param>
/// <param name="Message">The message's id.</param>
internal sealed record MsGraphResource(string? Mailbox, bool IsInSentItems, string Message)
{
    private const int LongestKey = 400;

    /// <summary>Null when it is no message of a mailbox.</summary>
    public static MsGraphResource? Of(string resource)
    {
        var steps = resource.Replace("('", "/", StringComparison.Ordinal).Replace("')", string.Empty, StringComparison.Ordinal).Split('/', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.FindIndex(steps, step => Is(step, "messages"));
        if (at <= 0 || at != steps.Length - 2)
        {
            return null;
        }

        return Is(steps[0], "users") && at >= 2 ? new MsGraphResource(steps[1], IsSentItems(steps[2..at]), steps[^1])
            : Is(steps[0], "me") ? new MsGraphResource(null, IsSentItems(steps[1..at]), steps[^1])
            : null;
    }

    /// <summary>Ids of messages can be longer than a key may be.</summary>
    public static string Key(string message) =>
        "sent:" + (message.Length > LongestKey ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message))) : message);

    private static bool IsSentItems(string[] folder) => folder is [var kind, var name] && Is(kind, "mailfolders") && Is(name, "sentitems");

    private static bool Is(string step, string name) => string.Equals(step, name, StringComparison.OrdinalIgnoreCase);
}
