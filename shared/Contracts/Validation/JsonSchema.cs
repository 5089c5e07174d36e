using System.Text.Json;

namespace SalesPerf.Contracts.Validation;

/// <summary>
/// A JSON Schema (draft 2020-12) of the keywords that the published schemas use, and no others. It is exact about those, and in two ways stricter than the
/// draft: an integer is written without fraction and exponent, and bounds hold for decimals written as text (format <c>decimal</c>) as for numbers.
/// </summary>
public sealed class JsonSchema
{
    /// <summary>Validation stops after this many errors.</summary>
    public const int MaxErrors = 100;

    private readonly SchemaNode root;

    private JsonSchema(SchemaNode root) => this.root = root;

    /// <summary>Reads a schema.</summary>
    /// <exception cref="FormatException">It uses a keyword, type, format or pattern that is not known here.</exception>
    public static JsonSchema Parse(ReadOnlyMemory<byte> utf8)
    {
        using var document = JsonDocument.Parse(utf8);
        return new JsonSchema(SchemaReader.Read(document.RootElement));
    }

    /// <summary>
    /// The document with the default of every property that is absent and has one; properties that are null stay so. For documents that <see cref="Validate"/> finds
    /// of the right shape.
    /// </summary>
    public JsonElement Complete(JsonElement document) => JsonSerializer.SerializeToElement(SchemaDefaults.Fill(root, document));

    /// <summary>Every error at once, in document order; empty when the document fits.</summary>
    public IReadOnlyList<SchemaError> Validate(JsonElement document)
    {
        var check = new SchemaCheck();
        check.Value(root, document, "");
        return check.Errors;
    }
}
