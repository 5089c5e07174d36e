using System.Text.Json;
using System.Text.Json.Serialization;

namespace SalesPerf.CosmosLoopback.Faults;

/// <summary>A fault as another process asks for it.</summary>
internal sealed record ToldFault(FaultKind Kind, int Status = 503, int SubStatus = 0, int? RetryAfterMilliseconds = null, int Times = 1, OperationKind[]? Operations = null)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public LoopbackFault Fault
    {
        get
        {
            var fault = new LoopbackFault
            {
                Kind = Kind,
                Status = Status,
                SubStatus = SubStatus,
                Times = Times,
                RetryAfter = RetryAfterMilliseconds is { } wait ? TimeSpan.FromMilliseconds(wait) : null,
            };
            return Operations is null ? fault : fault with { When = operation => Operations.Contains(operation.Kind) };
        }
    }

    public static ToldFault Read(byte[] body) => JsonSerializer.Deserialize<ToldFault>(body, Json) ?? throw new JsonException("A fault is an object.");
}
