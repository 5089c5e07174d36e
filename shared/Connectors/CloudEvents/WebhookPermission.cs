using System.Globalization;
using SalesPerf.Connectors.Text;

namespace SalesPerf.Connectors.CloudEvents;

/// <summary>The handshake of the CloudEvents webhook specification: a sender asks by OPTIONS whether it may post here, and how often.</summary>
public static class WebhookPermission
{
    /// <summary>The most requests a minute that are granted: 200 a second.</summary>
    public const int MostRequests = 12_000;

    private const int LongestOrigin = 255;

    /// <summary>
    /// The permission, for the origin that asked; a rate where one was asked for. The address in <c>WebHook-Request-Callback</c> is never called.
    /// Without an origin that can be one, nothing is granted.
    /// </summary>
    public static ConnectorResult.Handshake Answer(WebhookHeaders headers)
    {
        var answer = new Dictionary<string, string>(StringComparer.Ordinal) { ["Allow"] = "POST" };
        if (headers.One("WebHook-Request-Origin") is { Length: > 0 and <= LongestOrigin } origin && origin.All(character => character is > ' ' and <= '~'))
        {
            answer["WebHook-Allowed-Origin"] = origin;
            if (headers.One("WebHook-Request-Rate") is { } rate)
            {
                answer["WebHook-Allowed-Rate"] = Granted(rate).ToString(CultureInfo.InvariantCulture);
            }
        }

        return new ConnectorResult.Handshake(200, string.Empty, string.Empty) { Headers = answer };
    }

    private static int Granted(string rate) =>
        PlainText.IsDigits(rate, 9) && int.Parse(rate, NumberStyles.None, CultureInfo.InvariantCulture) is > 0 and var asked ? Math.Min(asked, MostRequests) : MostRequests;
}
