using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SalesPerf.TestKit.Webhooks;

namespace SalesPerf.Functions.Tests.Notifications.Webhooks;

/// <summary>What a receiver does, written from the Standard Webhooks specification alone.</summary>
internal static class Verifier
{
    /// <summary>True when one of the signatures is by the secret, over the bytes received, and the time is within five minutes of <paramref name="now"/>.</summary>
    public static bool IsGenuine(ReceivedWebhook received, string secret, DateTimeOffset now)
    {
        var (id, timestamp) = (received.Headers["webhook-id"], received.Headers["webhook-timestamp"]);
        if (id.Contains('.', StringComparison.Ordinal) || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || Math.Abs(now.ToUnixTimeSeconds() - seconds) > 300)
        {
            return false;
        }

        byte[] signed = [.. Encoding.ASCII.GetBytes(id), (byte)'.', .. Encoding.ASCII.GetBytes(timestamp), (byte)'.', .. received.Body];
        var expected = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed);
        return received.Headers["webhook-signature"].Split(' ').Any(signature =>
            signature.Split(',') is ["v1", var code] && CryptographicOperations.FixedTimeEquals(Convert.FromBase64String(code), expected));
    }
}
