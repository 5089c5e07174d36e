using System.Globalization;
using SalesPerf.Connectors;

namespace SalesPerf.Functions.Pages;

/// <summary>The first page without a demo: how to begin.</summary>
internal static class WelcomePage
{
    private static readonly string Providers = string.Join(", ", ConnectorRegistry.All.Select(connector => connector.Provider).Order(StringComparer.Ordinal));

    public static string Render(string address, DateTimeOffset now) => Layout.Page("Welcome", Html.Of(
        $$$"""
        <h1>SalesPerf is running</h1>
        <p class="soft">It takes in what sales people do, measures it against what their roles expect, forecasts commissions and mails managers a digest. Three steps to begin.</p>
        <section><h2>1. Make a key</h2>
        <p>Start the program with the setting <code>SALESPERF_ADMIN_KEY</code>, a text of 24 characters or more. It makes every other key; each is shown once.</p>
        <pre>curl -X POST {{{address}}}/api/v1/keys \
          -H "x-api-key: $SALESPERF_ADMIN_KEY" -H "content-type: application/json" \
          -d '{"name": "my own", "roles": ["admin"]}'</pre></section>
        <section><h2>2. Register what sends activities</h2>
        <p>A source is a CRM or a program. Its provider is one of {{{Providers}}}; it posts to <code>/api/v1/webhooks/</code> and its id, and proves itself by the secret that you set under <code>/api/v1/sources/crm/secret</code>. <code>/api/v1/sources</code> lists them, <code>/api/v1/sources/crm/status</code> says how one does.</p>
        <pre>curl -X PUT {{{address}}}/api/v1/sources/crm \
          -H "x-api-key: $KEY" -H "content-type: application/json" \
          -d '{"id": "crm", "provider": "cloudevents"}'</pre></section>
        <section><h2>3. Say who your people are</h2>
        <p>Their identities tell whose activities are whose. Teams, roles, metrics and plans go the same way; a file of people goes to <code>/api/v1/people/import</code>.</p>
        <pre>curl -X PUT {{{address}}}/api/v1/people/ana \
          -H "x-api-key: $KEY" -H "content-type: application/json" \
          -d '{"id": "ana", "name": "Ana Abara", "identities": {"crm": ["4521"]}}'</pre></section>
        <section><h2>Then</h2>
        <p>Send the first activity; it is on disk when the answer comes.</p>
        <pre>curl -X POST {{{address}}}/api/v1/activities \
          -H "x-api-key: $KEY" -H "content-type: application/cloudevents+json" \
          -d '{"specversion": "1.0", "id": "1", "source": "crm", "type": "call.completed",
               "time": "{{{now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}}}", "data": {"owner": "4521"}}'</pre>
        <nav>{{{Layout.Link("/api/v1/openapi.json", "openapi.json")}}}{{{Layout.Link("/api/v1/schemas", "JSON Schemas")}}}{{{Layout.Link("/api/v1/health", "Health")}}}</nav></section>
        """));
}
