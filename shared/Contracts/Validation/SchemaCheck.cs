using System.Globalization;
using System.Text.Json;

namespace SalesPerf.Contracts.Validation;

/// <summary>One walk over a document beside its schema.</summary>
internal sealed class SchemaCheck
{
    private readonly List<SchemaError> errors = [];

    public IReadOnlyList<SchemaError> Errors => errors;

    public void Value(SchemaNode node, JsonElement value, string pointer)
    {
        if (errors.Count >= JsonSchema.MaxErrors)
        {
            return;
        }

        if (node.Reference is not null)
        {
            Value(node.Reference, value, pointer);
        }

        if (node.Types != JsonTypes.None && (node.Types & SchemaValues.TypesOf(value)) == 0)
        {
            Add(pointer, $"must be {SchemaValues.Words(node.Types)}", isShape: true);
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Object(node, value, pointer);
                break;
            case JsonValueKind.Array:
                Array(node, value, pointer);
                break;
            case JsonValueKind.String:
                Text(node, value, pointer);
                break;
            case JsonValueKind.Number:
                Number(node, SchemaValues.Decimal(value), pointer);
                break;
            default:
                break;
        }

        if (node.Enumeration is not null && !IsListed(node.Enumeration, value))
        {
            Add(pointer, $"must be {SchemaValues.Words(node.Enumeration)}");
        }
    }

    private void Object(SchemaNode node, JsonElement value, string pointer)
    {
        if (value.EnumerateObject().Any(property => SchemaValues.NameOf(property) is null))
        {
            Add(pointer, "has a property whose name is not Unicode text", isShape: true);
            return;
        }

        foreach (var name in node.Required)
        {
            if (!value.TryGetProperty(name, out _))
            {
                Add($"{pointer}/{SchemaValues.Escape(name)}", "is required", isShape: true);
            }
        }

        if (value.GetPropertyCount() > node.MaxProperties)
        {
            Add(pointer, $"must have at most {node.MaxProperties} properties");
        }

        foreach (var property in value.EnumerateObject())
        {
            if (errors.Count >= JsonSchema.MaxErrors)
            {
                return;
            }

            Property(node, property, pointer);
        }
    }

    private void Property(SchemaNode node, JsonProperty property, string pointer)
    {
        var name = property.Name;
        var place = $"{pointer}/{SchemaValues.Escape(name)}";
        if (node.Properties.TryGetValue(name, out var known))
        {
            Value(known, property.Value, place);
            return;
        }

        if (!node.IsOpen)
        {
            Add(place, "is not known here", isShape: true);
            return;
        }

        if (node.PropertyNames is not null)
        {
            Text(node.PropertyNames, name, place);
        }

        if (node.AdditionalProperties is not null)
        {
            Value(node.AdditionalProperties, property.Value, place);
        }
    }

    private void Array(SchemaNode node, JsonElement value, string pointer)
    {
        var length = value.GetArrayLength();
        if (length < node.MinItems)
        {
            Add(pointer, $"must have at least {node.MinItems} {(node.MinItems == 1 ? "item" : "items")}");
        }

        if (length > node.MaxItems)
        {
            Add(pointer, $"must have at most {node.MaxItems} items");
            return;
        }

        var seen = node.UniqueItems ? new HashSet<string>(StringComparer.Ordinal) : null;
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index++}");
            if (node.Items is not null)
            {
                Value(node.Items, item, place);
            }

            if (seen is not null && item.ValueKind == JsonValueKind.String && SchemaValues.TextOf(item) is { } text && !seen.Add(text))
            {
                Add(place, "is listed twice");
            }
        }
    }

    private void Text(SchemaNode node, JsonElement value, string pointer)
    {
        if (SchemaValues.TextOf(value) is { } text)
        {
            Text(node, text, pointer);
        }
        else
        {
            Add(pointer, "is not Unicode text", isShape: true);
        }
    }

    private void Text(SchemaNode node, string text, string pointer)
    {
        var length = node.MinLength is null && node.MaxLength is null ? 0 : text.EnumerateRunes().Count();
        if (length < node.MinLength)
        {
            Add(pointer, node.MinLength == 1 ? "must not be empty" : $"must have at least {node.MinLength} characters");
        }
        else if (length > node.MaxLength)
        {
            Add(pointer, $"must have at most {node.MaxLength} characters");
        }
        else if (node.Format is not null && !SchemaValues.IsOfFormat(node.Format, text))
        {
            Add(pointer, $"must be {SchemaValues.Words(node.Format)}");
        }
        else if (node.Pattern is not null && !node.Pattern.IsMatch(text))
        {
            Add(pointer, SchemaValues.WordsOfPattern(node.Pattern.ToString()[2..^2]));
        }
        else if (node.Format == "decimal")
        {
            Number(node, SchemaValues.Decimal(text), pointer);
        }
    }

    /// <summary><paramref name="value"/> is null for a number that no decimal holds.</summary>
    private void Number(SchemaNode node, decimal? value, string pointer)
    {
        if (value is not { } number || (node.Format == "decimal" && !SchemaValues.IsHeld(number)))
        {
            Add(pointer, $"must be {SchemaValues.Words("decimal")}");
        }
        else if (number < node.Minimum)
        {
            Add(pointer, string.Create(CultureInfo.InvariantCulture, $"must be at least {node.Minimum}"));
        }
        else if (number <= node.ExclusiveMinimum)
        {
            Add(pointer, string.Create(CultureInfo.InvariantCulture, $"must be above {node.ExclusiveMinimum}"));
        }
        else if (number > node.Maximum)
        {
            Add(pointer, string.Create(CultureInfo.InvariantCulture, $"must be at most {node.Maximum}"));
        }
    }

    private static bool IsListed(IReadOnlyList<string?> listed, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => listed.Contains(null),
        JsonValueKind.String => SchemaValues.TextOf(value) is { } text && listed.Contains(text),
        _ => false,
    };

    private void Add(string pointer, string detail, bool isShape = false)
    {
        if (errors.Count < JsonSchema.MaxErrors)
        {
            errors.Add(new SchemaError(pointer, detail, isShape));
        }
    }
}
