using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Dynamics;

/// <summary>A RemoteExecutionContext: one message that Dataverse carried out, on one record.</summary>
internal sealed record DynamicsContext
{
    private const int HashCharacters = 32;

    /// <summary>Up to here a change may still be taken back: validation and pre-operation.</summary>
    private const int LastUncommittedStage = 20;

    public required Source Settings { get; init; }

    public string Source => Settings.Id;

    public required DateTimeOffset Now { get; init; }

    public required JsonElement Body { get; init; }

    public required ReadErrors Errors { get; init; }

    /// <summary><c>Create</c>, <c>Update</c>, <c>Win</c>, …</summary>
    public required string Message { get; init; }

    /// <summary>The table's logical name.</summary>
    public required string Table { get; init; }

    /// <summary>Null when the context names none, as for some messages that have their own parameters.</summary>
    public required string? RecordId { get; init; }

    /// <summary>UTC: when the record was changed, else when the operation began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>True when Dataverse left out parameters and images, since together they were over 256 KB.</summary>
    public required bool IsCut { get; init; }

    /// <summary>Who did it.</summary>
    public string? Actor => DynamicsValue.Id(Body.TextAt("InitiatingUserId"));

    public bool IsUncommitted => Body.TextAt("Stage") is { } stage && int.TryParse(stage, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= LastUncommittedStage;

    /// <summary>What a Create or Update was given: of an Update only what changed.</summary>
    public DynamicsRecord Target => Parameter("Target");

    /// <summary>The record afterwards, if a post image is registered.</summary>
    public DynamicsRecord After => Image("PostEntityImages");

    /// <summary>The record before, if a pre image is registered.</summary>
    public DynamicsRecord Before => Image("PreEntityImages");

    public static string Pointer(string parameter) => $"/InputParameters/{parameter}";

    public DynamicsRecord Parameter(string name) =>
        Body.EachAt("InputParameters").Under(name) is { ValueKind: JsonValueKind.Object } value && DynamicsValue.TypeOf(value) is "" or "Entity" or "EntityReference"
            ? new DynamicsRecord(value, Pointer(name), Errors)
            : new DynamicsRecord(null, Pointer(name), Errors);

    /// <summary>The text of an input parameter that is no entity.</summary>
    public string? ParameterText(string name) => Body.EachAt("InputParameters").Under(name) is { } value ? DynamicsValue.Text(value, out _) : null;

    /// <summary>An attribute where it is told at all: in the target, else in an image.</summary>
    public DynamicsRecord Telling(string name) => Target.Has(name) ? Target : After.Has(name) ? After : Before;

    /// <summary>
    /// The record's new state code; null when it did not change. A change of state comes as an Update whose parent is the SetState that asked for
    /// it; an Update that a plug-in makes meanwhile is deeper.
    /// </summary>
    public int? NewState
    {
        get
        {
            var state = Target.Number("statecode");
            if (state is null && Message == "Update" && Body.At("ParentContext") is { ValueKind: JsonValueKind.Object } parent
                && parent.TextAt("Depth") == Body.TextAt("Depth") && parent.TextAt("MessageName") is { } name && name.StartsWith("SetState", StringComparison.Ordinal)
                && parent.EachAt("InputParameters").Under("EntityMoniker") is { } moniker && DynamicsValue.Id(moniker.TextAt("Id")) == RecordId
                && parent.EachAt("InputParameters").Under("State") is { } asked)
            {
                state = int.TryParse(DynamicsValue.Text(asked, out _), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
            }

            return state is not null && Before.Number("statecode") == state ? null : state;
        }
    }

    /// <summary>
    /// Operation, message, table, record and stage. Synchronous steps have no operation: then what asked for it, when and how deep, and the
    /// first 128 bits of the parameters' SHA-256, since one request may change a record twice.
    /// </summary>
    public string Key
    {
        get
        {
            var operation = DynamicsValue.Id(Body.TextAt("OperationId"));
            var start = string.Create(CultureInfo.InvariantCulture, $"{Message}:{Table}:{RecordId}:{Id("Stage")}");
            return operation is not null ? $"{operation}:{start}" : $"{Id("CorrelationId")}:{Id("RequestId")}:{At.ToUnixTimeMilliseconds()}:{Id("Depth")}:{start}:{Hash()}";
        }
    }

    private string Id(string name) => Body.TextAt(name) is { } text && PlainText.Problem(text, ItemLimits.MaxAttributeName) is null ? text : string.Empty;

    private string Hash() => Body.At("InputParameters") is { } parameters
        ? Convert.ToHexStringLower(SHA256.HashData(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(parameters)))[..HashCharacters]
        : string.Empty;

    private DynamicsRecord Image(string images)
    {
        foreach (var image in Body.EachAt(images))
        {
            if (image.At("value") is { ValueKind: JsonValueKind.Object } value && DynamicsValue.TypeOf(value) is "" or "Entity" && value.EachAt("Attributes").Any())
            {
                return new DynamicsRecord(value, $"/{images}", Errors);
            }
        }

        return new DynamicsRecord(null, $"/{images}", Errors);
    }
}
