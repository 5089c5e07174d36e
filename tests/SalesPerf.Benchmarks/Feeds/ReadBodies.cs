using Microsoft.AspNetCore.Http;
using SalesPerf.Connectors;
using SalesPerf.Connectors.CloudEvents;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Benchmarks.Feeds;

/// <summary>What the baselines read a request with: the parser and the checks of the product, so that all of them do the same work up to the store.</summary>
internal static class ReadBodies
{
    private static readonly WebhookHeaders NoHeaders = new([]);

    public static async Task<Activity[]> OfAsync(HttpRequest request) =>
        Of(await BareServer.BodyAsync(request), request.ContentType, TimeProvider.System.GetUtcNow());

    public static Activity[] Of(ReadOnlyMemory<byte> body, string? mediaType, DateTimeOffset now) =>
        [.. CloudEventFormat.Parse(body, mediaType, NoHeaders).Events
            .Select(parsed => CloudEventActivity.Read(parsed, ActivityFeed.Source, now))
            .OfType<ReadActivity>()
            .Select(read => read.Activity)];
}
