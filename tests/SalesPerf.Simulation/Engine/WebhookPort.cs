using System.Net;
using System.Security.Cryptography;
using System.Text;
using SalesPerf.Simulation.Feed;

namespace SalesPerf.Simulation.Engine;

/// <summary>Webhooks as an instance posts them, and the endpoint that checks how they are signed.</summary>
internal sealed class WebhookPort(Calls calls, World world) : HttpMessageHandler
{
    // Nothing is awaited here: what the sender goes on with would leave for another thread.
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var copy = new MemoryStream();
        request.Content!.CopyTo(copy, null, cancellationToken); // a post has content
        var (id, at, signature) = (Header(request, "webhook-id"), Header(request, "webhook-timestamp"), Header(request, "webhook-signature"));
        var key = Convert.FromBase64String(Organisation.WebhookSecret["whsec_".Length..]);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{at}."), .. copy.ToArray()];
        var isSigned = signature == "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
        return calls.CallAsync($"post {id}", changes: true, () =>
        {
            world.Posts.Add(isSigned ? id : $"{id}, not signed as it should be");
            return new HttpResponseMessage(HttpStatusCode.OK);
        });
    }

    private static string Header(HttpRequestMessage request, string name) => request.Headers.GetValues(name).Single();
}
