using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Health;
using SalesPerf.Functions.Notifications;
using SalesPerf.Local.Tests.Acceptance;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Local.Tests.Telemetry;

/// <summary>One request is one trace, however many queues what it starts goes through.</summary>
public sealed class TraceTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    private readonly ActivityTraceId trace = ActivityTraceId.CreateRandom();
    private readonly ConcurrentQueue<Activity> spans = new();
    private readonly ActivityListener listener;
    private ApiHost host = null!; // made before every test

    public TraceTests()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Functions.Health.Telemetry.Name or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == trace)
                {
                    spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    public async Task InitializeAsync()
    {
        host = await ApiHost.StartAsync(Now, configure: services => services.TraceEngines());
        await host.Api.SetAsync("calendar", """{"id":"default","zone":"Etc/UTC"}""");
        await host.Api.SetAsync("sources/crm", """{"id":"crm","provider":"cloudevents"}""");
        await host.Api.SetAsync("teams/sales", """{"id":"sales","name":"Sales"}""");
        await host.Api.SetAsync("people/ann", """{"id":"ann","name":"Ann","team":"sales","identities":{"crm":["ann"]}}""");
        await host.DrainAsync();
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    public void Dispose() => listener.Dispose();

    [Fact]
    public async Task Given_a_request_when_what_it_starts_goes_through_queues_and_the_topic_then_all_of_it_is_its_trace()
    {
        // What is announced waits to be published by whoever looks at the person next.
        var notification = new Notification { Id = "crossed-ann", Type = EvaluateCompetencies.Crossed, At = Now, Person = "ann" };
        await host.Services.GetRequiredService<IDocumentStore>()
            .CommitAsync(PendingNotifications.Announce(new DocumentBatch(Key.Of("rep", "ann")), notification), default);

        var taken = await host.Api.PostAsync(
            "activities",
            ApiClient.Json("""{"specversion":"1.0","id":"e1","source":"crm","type":"call.completed","time":"2026-11-17T10:00:00Z","data":{"owner":"ann"}}""", "application/cloudevents+json"),
            ("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01"));
        Assert.Equal(202, taken.Status);
        await host.DrainAsync();

        var request = Assert.Single(spans, span => span.Kind == ActivityKind.Server);
        Assert.Contains(spans, span => span.DisplayName == "send ingest-activities" && span.ParentSpanId == request.SpanId);
        var ingest = Assert.Single(spans, span => span.DisplayName == "process IngestActivities");
        Assert.Equal((request.SpanId, ActivityKind.Consumer), (ingest.ParentSpanId, ingest.Kind));
        Assert.Contains(spans, span => span.DisplayName == "store commit" && span.ParentSpanId == ingest.SpanId && (string?)span.GetTagItem("salesperf.partition") == "who");
        var evaluation = Assert.Single(spans, span => span.DisplayName == "process EvaluateCompetencies");
        Assert.Equal(ingest.SpanId, evaluation.ParentSpanId);
        Assert.Contains(spans, span => span.DisplayName == "send notifications" && span.ParentSpanId == evaluation.SpanId);
        Assert.All(
            new[] { "process ShowOnWall", "process NotifyPeople", "process NotifyWebhooks" },
            name => Assert.Equal(evaluation.SpanId, Assert.Single(spans, span => span.DisplayName == name).ParentSpanId));
    }

    /// <summary>What a trace tells does not name people.</summary>
    [Fact]
    public async Task Given_spans_when_read_then_they_name_kinds_of_partitions_and_nobody()
    {
        await host.Api.SendAsync(HttpMethod.Get, "reps/ann/scorecard?period=2026-11", null, ("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01"));

        var store = spans.Where(span => span.Source.Name == Functions.Health.Telemetry.Name).ToList();
        Assert.NotEmpty(store);
        Assert.DoesNotContain(store.SelectMany(span => span.TagObjects), tag => $"{tag.Value}".Contains("ann", StringComparison.Ordinal));
    }
}
