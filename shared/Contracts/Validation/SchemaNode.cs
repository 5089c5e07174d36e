using System.Text.Json;
using System.Text.RegularExpressions;

namespace SalesPerf.Contracts.Validation;

/// <summary>Types of JSON values as a schema names them.</summary>
[Flags]
internal enum JsonTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Object = 4,
    Array = 8,
    Number = 16,
    Integer = 32,
    String = 64,
}

/// <summary>One schema, read. Null means the keyword is absent.</summary>
internal sealed class SchemaNode
{
    /// <summary>Where <c>$ref</c> points; the other keywords hold beside it.</summary>
    public SchemaNode? Reference { get; set; }

    /// <summary>What an absent property stands for; undefined when the schema does not say.</summary>
    public JsonElement Default { get; set; }

    public JsonTypes Types { get; set; }

    public IReadOnlyList<string> Required { get; set; } = [];

    public Dictionary<string, SchemaNode> Properties { get; } = new(StringComparer.Ordinal);

    /// <summary>False for <c>additionalProperties: false</c>.</summary>
    public bool IsOpen { get; set; } = true;

    public SchemaNode? AdditionalProperties { get; set; }

    public SchemaNode? PropertyNames { get; set; }

    public int? MaxProperties { get; set; }

    /// <summary>Texts, and null where the enumeration holds <c>null</c>.</summary>
    public IReadOnlyList<string?>? Enumeration { get; set; }

    public Regex? Pattern { get; set; }

    public string? Format { get; set; }

    public int? MinLength { get; set; }

    public int? MaxLength { get; set; }

    public decimal? Minimum { get; set; }

    public decimal? ExclusiveMinimum { get; set; }

    public decimal? Maximum { get; set; }

    public SchemaNode? Items { get; set; }

    public int? MinItems { get; set; }

    public int? MaxItems { get; set; }

    public bool UniqueItems { get; set; }
}
