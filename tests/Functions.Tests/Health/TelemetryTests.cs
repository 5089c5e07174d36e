using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Health;
using SalesPerf.Functions.Messages;
using SalesPerf.Platform.Messages;
using SalesPerf.TestKit;
using SalesPerf.TestKit.Documents;

namespace SalesPerf.Functions.Tests.Health;

/// <summary>Traces through messages, and metrics. Listeners are of the whole process: tests look at what is theirs.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly FakeTimeProvider clock = new();
    private readonly ActivityListener listener = new()
    {
        ShouldListenTo = source => source.Name == Telemetry.Name,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };

    public TelemetryTests() => ActivitySource.AddActivityListener(listener);

    public void Dispose() => listener.Dispose();

    [Fact]
    public void Given_a_message_made_in_a_trace_when_delivered_then_the_delivery_continues_it()
    {
        using var sender = Start();
        var body = Body();
        using var delivery = Deliver(body);

        Assert.Contains($"\"traceparent\":\"{sender.Id}\"", body, StringComparison.Ordinal);
        Assert.Equal((sender.TraceId, sender.SpanId, ActivityKind.Consumer), (delivery.TraceId, delivery.ParentSpanId, delivery.Kind));
    }

    [Fact]
    public void Given_messages_of_several_traces_when_delivered_together_then_the_delivery_is_a_trace_linked_to_each()
    {
        string[] bodies = new string[2];
        var traces = new HashSet<ActivityTraceId>();
        for (var index = 0; index < 2; index++)
        {
            using var sender = Start();
            traces.Add(sender.TraceId);
            bodies[index] = Body();
        }

        using var delivery = Deliver(bodies);

        Assert.DoesNotContain(delivery.TraceId, traces);
        Assert.Equal(default, delivery.ParentSpanId);
        Assert.Equal(traces, delivery.Links.Select(link => link.Context.TraceId).ToHashSet());
    }

    [Fact]
    public void Given_the_span_of_an_invocation_when_a_message_is_delivered_in_it_then_the_senders_trace_goes_on_and_the_invocation_is_linked()
    {
        string body;
        ActivityTraceId trace;
        using (var sender = Start())
        {
            (body, trace) = (Body(), sender.TraceId);
        }

        using var invocation = Start();
        using var delivery = Deliver(body);

        Assert.Equal(trace, delivery.TraceId);
        Assert.Equal(invocation.SpanId, Assert.Single(delivery.Links).Context.SpanId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"data\":{\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"}}")]
    [InlineData("{\"traceparent\":\"00-xyz\"}")]
    [InlineData("{\"traceparent\":7}")]
    [InlineData("{\"id\":")]
    public void Given_a_body_without_a_trace_when_delivered_then_it_begins_one(string body)
    {
        using var delivery = Deliver(body);

        Assert.Equal(default, delivery.ParentSpanId);
    }

    [Fact]
    public void Given_no_trace_when_a_message_is_made_then_it_says_nothing_of_one() =>
        Assert.DoesNotContain("traceparent", Body(), StringComparison.Ordinal);

    [Fact]
    public void Given_a_message_with_a_trace_when_read_then_it_is_the_same_message()
    {
        using var sender = Start();

        Assert.Equal(new EvaluationKey("ann", []).Person, Envelopes.Read<EvaluationKey>(Body()).Data.Person);
    }

    [Fact]
    public async Task Given_deliveries_when_they_end_then_each_message_is_counted_by_its_function_and_outcome()
    {
        using var runs = new FunctionRuns();
        using var metrics = new Collected();
        await runs.RunMessagesAsync("Good7", 3, ["{}", "{}", "{}"], () => Task.CompletedTask);
        await Assert.ThrowsAsync<IOException>(() => runs.RunMessagesAsync("Bad7", 2, ["{}", "{}"], () => throw new IOException("x")));

        Assert.Equal([3], metrics.Of(Telemetry.MessagesCompleted, "Good7"));
        Assert.Equal([2], metrics.Of(Telemetry.MessagesFailed, "Bad7"));
        await Assert.ThrowsAsync<IOException>(() => runs.RunTimerAsync("Late7", () => throw new IOException("x")));

        Assert.Empty(metrics.Of(Telemetry.MessagesCompleted, "Bad7"));
        Assert.Equal([1], metrics.Of(Telemetry.TimersFailed, "Late7"));
    }

    /// <summary>Alerts and the dashboard name metrics by these constants; the deployment's tests compare.</summary>
    [Fact]
    public void Given_the_names_of_metrics_when_instruments_are_listed_then_each_name_has_one()
    {
        using var metrics = new Collected();
        using var health = Metrics(new IngestionCounters(), new QueueReadings(clock));
        using var runs = new FunctionRuns();

        var names = typeof(Telemetry).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!) // constants
            .Where(name => name.StartsWith("salesperf.", StringComparison.Ordinal));
        Assert.Equal(names.Order(StringComparer.Ordinal), metrics.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Given_counts_when_metrics_are_collected_then_they_are_those_of_health()
    {
        var ingestion = new IngestionCounters();
        ingestion.CountStored(918_273);
        using var metrics = new Collected();
        using var health = Metrics(ingestion, new QueueReadings(clock));
        metrics.Collect();

        Assert.Contains(918_273, metrics.Of(Telemetry.ActivitiesStored, null));
    }

    [Fact]
    public async Task Given_queues_when_measured_then_the_oldest_ages_are_told_until_the_next_measuring_is_overdue()
    {
        var ages = new Mock<IQueueAges>();
        ages.Setup(port => port.OldestAgeAsync(Queues.ApplyDeal, It.IsAny<CancellationToken>())).ReturnsAsync(TimeSpan.FromSeconds(1_234_567.8));
        var readings = new QueueReadings(clock);
        await new MeasureQueues(ages.Object, NewLiveness(), readings).Run(new TimerInfo(), default);
        using var metrics = new Collected();
        using var health = Metrics(new IngestionCounters(), readings);

        clock.Advance(QueueReadings.Life - TimeSpan.FromSeconds(1));
        metrics.Collect();
        Assert.Contains(1_234_567, metrics.Of(Telemetry.QueueOldest, Queues.ApplyDeal));
        Assert.Equal(Queues.All.Count + Queues.Subscriptions.Count, readings.Fresh().Count());

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(readings.Fresh());
    }

    private static Activity Start() =>
        Telemetry.Source.StartActivity("test", ActivityKind.Internal, default(ActivityContext)) ?? throw new InvalidOperationException("Nobody listens.");

    private static string Body() => Envelopes.Message("t", new EvaluationKey("ann", []), DateTimeOffset.UnixEpoch).Body;

    private static Activity Deliver(params string[] bodies) =>
        TraceContext.StartDelivery("F", bodies) ?? throw new InvalidOperationException("Nobody listens.");

    private HealthMetrics Metrics(IngestionCounters ingestion, QueueReadings readings) => new(NewLiveness(), ingestion, new StoreCounters(), new SendingCounters(clock), readings);

    private Liveness NewLiveness() => new(new MemoryDocuments(), [], [], clock, NullLogger<Liveness>.Instance);

    /// <summary>What instruments of our name report.</summary>
    private sealed class Collected : IDisposable
    {
        private readonly ConcurrentQueue<(string Name, long Value, string? Tag)> values = new();
        private readonly ConcurrentDictionary<string, bool> names = new();
        private readonly MeterListener meters = new();

        public Collected()
        {
            meters.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == Telemetry.Name)
                {
                    names[instrument.Name] = true;
                    self.EnableMeasurementEvents(instrument);
                }
            };
            meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => values.Enqueue((instrument.Name, value, tags.Length == 0 ? null : (string?)tags[0].Value)));
            meters.Start();
        }

        public IEnumerable<string> Names => names.Keys;

        public void Collect() => meters.RecordObservableInstruments();

        public IReadOnlyList<long> Of(string name, string? tag) => [.. values.Where(found => found.Name == name && found.Tag == tag).Select(found => found.Value)];

        public void Dispose() => meters.Dispose();
    }
}
