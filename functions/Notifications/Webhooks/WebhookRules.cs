using System.Net;
using System.Text.RegularExpressions;
using SalesPerf.Contracts.Webhooks;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.Values;
using SalesPerf.Platform.Webhooks;

namespace SalesPerf.Functions.Notifications.Webhooks;

/// <summary>What a subscription may say.</summary>
internal static partial class WebhookRules
{
    private const int MaxUrl = 2_000;

    public static bool IsId(string id) => Id().IsMatch(id);

    /// <summary>Everything wrong with it. What a name stands for is looked at whenever it is connected to, not here.</summary>
    public static IReadOnlyList<FieldProblem> Check(WebhookSubscriptionBody body, bool allowsInside)
    {
        var problems = new List<FieldProblem>();
        if (UrlProblem(body.Url, allowsInside) is { } problem)
        {
            problems.Add(new("/url", problem));
        }

        problems.AddRange((body.Types ?? []).Index()
            .Where(type => type.Item is null || !NotificationTypes.All.Contains(type.Item))
            .Take(20)
            .Select(type => new FieldProblem($"/types/{type.Index}", $"There is no notification of this type. There are: {string.Join(", ", NotificationTypes.All)}.")));
        return problems;
    }

    private static string? UrlProblem(string? url, bool allowsInside)
    {
        if (url is not { Length: > 0 and <= MaxUrl } || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri is not { UserInfo: "", Fragment: "" } || url.Any(char.IsControl))
        {
            return $"An absolute address of at most {MaxUrl} characters is expected, without user and fragment.";
        }

        return uri.Scheme != Uri.UriSchemeHttps && !(allowsInside && uri.Scheme == Uri.UriSchemeHttp) ? "The address begins with https://."
            : !allowsInside && IPAddress.TryParse(uri.DnsSafeHost, out var address) && !OutsideAddresses.Contains(address) ? "The address is not one of the public internet."
            : null;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
