using System.Net.Http.Headers;
using System.Text;

namespace SalesPerf.Benchmarks.Soak;

/// <summary>A request that can be sent again and again, signed with the time of each sending.</summary>
/// <param name="Events">How many good events are in it: so many are accepted.</param>
/// <param name="Rejected">How many bad ones.</param>
/// <param name="Sign">The headers, for the address it is sent to and the moment.</param>
internal sealed record SoakRequest(string Path, string MediaType, byte[] Body, int Events, int Rejected, Func<Uri, DateTimeOffset, IEnumerable<KeyValuePair<string, string>>> Sign)
{
    /// <summary>False when nothing of it may be taken.</summary>
    public bool IsGood => Events > 0;

    public HttpRequestMessage Message(Uri host, DateTimeOffset now)
    {
        var address = new Uri(host, Path);
        var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(Body) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
        foreach (var (name, value) in Sign(address, now))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    /// <summary>The first bytes of what goes over the wire, for a client that goes away in the middle of it.</summary>
    public byte[] Torn(Uri host, DateTimeOffset now, double share)
    {
        var address = new Uri(host, Path);
        var head = new StringBuilder($"POST {Path} HTTP/1.1\r\nHost: {host.Authority}\r\nContent-Type: {MediaType}\r\nContent-Length: {Body.Length}\r\n");
        foreach (var (name, value) in Sign(address, now))
        {
            head.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        byte[] whole = [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. Body];
        return whole[..(int)((whole.Length - 1) * share)];
    }
}
