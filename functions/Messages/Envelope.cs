using System.Text.Json;
using SalesPerf.Functions.Health;
using SalesPerf.Functions.Json;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Messages;

namespace SalesPerf.Functions.Messages;

/// <summary>The CloudEvents 1.0 envelope of every message on a queue.</summary>
/// <param name="Id">Unique; stable over redeliveries.</param>
/// <param name="Type">What it asks for.</param>
/// <param name="Time">When it was made.</param>
/// <param name="Data">Keys of what to look at; for ingestion the activity itself.</param>
public sealed record Envelope<T>(string Id, string Type, DateTimeOffset Time, T Data)
{
    public string Specversion { get; init; } = "1.0";

    public string Source { get; init; } = "/salesperf";

    /// <summary>The trace in which it was made (W3C), while traces are listened to.</summary>
    public string? Traceparent { get; init; }
}

/// <summary>Reading and writing envelopes.</summary>
public static class Envelopes
{
    public static BusMessage Message<T>(string type, T data, DateTimeOffset now, DateTimeOffset? notBefore = null) =>
        new(Text(new Envelope<T>(Guid.CreateVersion7(now).ToString("N"), type, now, data) { Traceparent = TraceContext.Current }), notBefore);

    /// <summary>The body of a message.</summary>
    public static string Text<T>(Envelope<T> envelope) => JsonSerializer.Serialize(envelope, TypedDocuments.TypeInfo<Envelope<T>>());

    /// <summary>The data of a message this app made itself. Throws <see cref="JsonException"/> on anything else.</summary>
    public static Envelope<T> Read<T>(string message) =>
        JsonSerializer.Deserialize(message, TypedDocuments.TypeInfo<Envelope<T>>()) is { Data: not null } envelope
            ? envelope
            : throw new JsonException("The message has no data.");
}
