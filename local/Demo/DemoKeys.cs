using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace SalesPerf.Local.Demo;

/// <summary>An API key for each role that the demo shows. Those of an earlier start are revoked: nobody has them on the screen any more.</summary>
internal static class DemoKeys
{
    private static readonly (string Role, string? Person)[] Roles = [("finance", null), ("manager", "m-emea"), ("rep", "r-07")];

    public static async Task<IReadOnlyList<DemoKey>> IssueAsync(HttpClient http, string adminKey, CancellationToken cancellationToken)
    {
        await RevokeAsync(http, adminKey, cancellationToken);
        var keys = new List<DemoKey>();
        foreach (var (role, person) in Roles)
        {
            var body = new JsonObject { ["name"] = Name(role), ["roles"] = new JsonArray(role) };
            if (person is not null)
            {
                body["person"] = person;
            }

            var issued = await SendAsync(http, HttpMethod.Post, "/api/v1/keys", adminKey, JsonContent.Create(body), cancellationToken);
            keys.Add(new DemoKey(role, person, issued!["key"]!.GetValue<string>()));
        }

        return keys;
    }

    private static async Task RevokeAsync(HttpClient http, string adminKey, CancellationToken cancellationToken)
    {
        var names = Roles.Select(key => Name(key.Role)).ToHashSet(StringComparer.Ordinal);
        var listed = await SendAsync(http, HttpMethod.Get, "/api/v1/keys?pageSize=100", adminKey, null, cancellationToken);
        foreach (var key in listed!["items"]!.AsArray())
        {
            if (names.Contains(key!["name"]!.GetValue<string>()))
            {
                await SendAsync(http, HttpMethod.Delete, "/api/v1/keys/" + key["keyId"]!.GetValue<string>(), adminKey, null, cancellationToken);
            }
        }
    }

    private static string Name(string role) => $"demo {role}";

    private static async Task<JsonObject?> SendAsync(
        HttpClient http, HttpMethod method, string path, string adminKey, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("x-api-key", adminKey);
        using var answer = await http.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return method == HttpMethod.Delete ? null : await answer.Content.ReadFromJsonAsync<JsonObject>(cancellationToken);
    }
}

/// <summary>A key as it was issued.</summary>
internal sealed record DemoKey(string Role, string? Person, string Key);
