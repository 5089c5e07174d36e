using System.Text.Json;
using SalesPerf.Contracts.Validation;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Resources;

/// <summary>A resource as somebody sent it, held against its schema.</summary>
/// <param name="Content">As sent; where there are errors without the values that cannot be read. Null when hardly anything can.</param>
/// <param name="Errors">Where it differs from the schema.</param>
public sealed record ResourceBody<T>(T? Content, IReadOnlyList<FieldProblem> Errors)
    where T : class;

/// <summary>Reads resources. Absent properties get the schema's defaults here: generated readers skip the initialisers of init-only properties.</summary>
public static class ResourceBody
{
    /// <summary>A content with errors is read as far as it goes, so that rules can say what else is wrong with it.</summary>
    public static ResourceBody<T> Read<T>(ResourceKind<T> kind, JsonElement json)
        where T : class
    {
        var schema = PublishedSchemas.Get(kind.Kind);
        var errors = schema.Validate(json);
        var content = errors.Count switch
        {
            0 => ReadContent<T>(schema.Complete(json), hasErrors: false),
            < JsonSchema.MaxErrors when json.ValueKind == JsonValueKind.Object => Mended(isThorough: false) ?? Mended(isThorough: true),
            _ => null,
        };
        return new(content, [.. errors.Select(error => new FieldProblem(error.Pointer, error.Detail))]);

        T? Mended(bool isThorough) => ReadContent<T>(schema.Complete(schema.Mend(json, errors, isThorough)), hasErrors: true);
    }

    private static T? ReadContent<T>(JsonElement json, bool hasErrors)
        where T : class
    {
        try
        {
            return json.Deserialize(TypedDocuments.TypeInfo<T>());
        }
        catch (JsonException) when (hasErrors)
        {
            // Mending goes by the schema; what it cannot make readable has been refused all the same.
            return null;
        }
    }
}
