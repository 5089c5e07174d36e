using System.Text.Json;
using SalesPerf.Contracts.Validation;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;

namespace SalesPerf.Functions.Resources;

/// <summary>A resource as somebody sent it, held against its schema.</summary>
/// <param name="Content">Null when it cannot be read: a type is wrong, a property missing or not known.</param>
/// <param name="Errors">Where it differs from the schema.</param>
public sealed record ResourceBody<T>(T? Content, IReadOnlyList<FieldProblem> Errors)
    where T : class;

/// <summary>Reads resources. Absent properties get the schema's defaults here: generated readers skip the initialisers of init-only properties.</summary>
public static class ResourceBody
{
    /// <summary>A content that differs in values only is read all the same, so that rules can say what else is wrong with it.</summary>
    public static ResourceBody<T> Read<T>(ResourceKind<T> kind, JsonElement json)
        where T : class
    {
        var schema = PublishedSchemas.Get(kind.Kind);
        var errors = schema.Validate(json);
        var isReadable = errors.All(error => !error.IsShape) && errors.Count < JsonSchema.MaxErrors;
        return new(isReadable ? ReadContent<T>(schema.Complete(json), errors.Count > 0) : null, [.. errors.Select(error => new FieldProblem(error.Pointer, error.Detail))]);
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
            // A value that its schema has refused, such as a day that is none.
            return null;
        }
    }
}
