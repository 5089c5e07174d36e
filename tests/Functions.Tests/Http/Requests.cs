using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace SalesPerf.Functions.Tests.Http;

/// <summary>Requests without a server, and what a result writes.</summary>
internal static class Requests
{
    public static HttpRequest Get(string pathAndQuery = "/", params (string Name, string Value)[] headers) => Of("GET", pathAndQuery, [], headers);

    public static HttpRequest Of(string method, string pathAndQuery, byte[] body, params (string Name, string Value)[] headers)
    {
        var request = new DefaultHttpContext().Request;
        var parts = pathAndQuery.Split('?', 2);
        request.Method = method;
        request.Path = parts[0];
        request.QueryString = parts.Length > 1 ? new QueryString("?" + parts[1]) : QueryString.Empty;
        request.Body = new MemoryStream(body);
        foreach (var (name, value) in headers)
        {
            request.Headers.Append(name, value);
        }

        request.HttpContext.Response.Body = new MemoryStream();
        return request;
    }

    public static HttpRequest Post(string json, params (string Name, string Value)[] headers) =>
        Of("POST", "/", Encoding.UTF8.GetBytes(json), [("Content-Type", "application/json"), .. headers]);

    public static byte[] Gzip(byte[] bytes)
    {
        var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return target.ToArray();
    }

    /// <summary>Executes a result for a request and returns the response with its body.</summary>
    public static async Task<(HttpResponse Response, string Body)> ExecuteAsync(this IResult result, HttpRequest? request = null)
    {
        var context = (request ?? Get()).HttpContext;
        var body = new MemoryStream();
        context.Response.Body = body;
        await result.ExecuteAsync(context);
        return (context.Response, Encoding.UTF8.GetString(body.ToArray()));
    }
}
