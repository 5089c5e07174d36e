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

    /// <summary>
    /// What can be read of a document with <paramref name="errors"/>, all that <see cref="Validate"/> found: offending values are left out, or replaced where one is
    /// required. For rules that look at the rest; whatever they say of an offending place or below it is about nothing.
    /// </summary>
    /// <param name="document">The document.</param>
    /// <param name="errors">Its errors.</param>
    /// <param name="isThorough">True replaces every value with an error; false keeps texts that only say something unexpected.</param>
    public JsonElement Mend(JsonElement document, IReadOnlyList<SchemaError> errors, bool isThorough) =>
        JsonSerializer.SerializeToElement(new SchemaMend(errors, isThorough).Value(root, document, ""));

    /// <summary>Every error at once, in document order; empty when the document fits.</summary>
    public IReadOnlyList<SchemaError> Validate(JsonElement document)
    {
        var check = new SchemaCheck();
        check.Value(root, document, "");
        return check.Errors;
    }
}
