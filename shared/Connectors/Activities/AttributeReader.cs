using System.Globalization;
using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Activities;

/// <summary>Reads <c>attributes</c>: a flat object. Numbers and booleans become their canonical text, null is absent.</summary>
internal static class AttributeReader
{
    private const int Digits = 28;

    public static SortedDictionary<string, string>? Read(JsonMembers members, ReadErrors errors, string pointer)
    {
        if (members.TakeValue("attributes") is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            errors.Add(pointer, "An object is expected.");
            return null;
        }

        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, attribute) in value.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null).Select(member => (member.Name, member.Value)))
        {
            var problem = PlainText.Problem(name, ItemLimits.MaxAttributeName) is { } nameProblem ? $"The name: {nameProblem}" : null;
            var text = problem is null ? Text(attribute, out problem) : null;
            if (problem is not null)
            {
                errors.Add(JsonPointer.Append(pointer, name), problem);
            }

            attributes[name] = text ?? string.Empty;
        }

        if (attributes.Count > ItemLimits.MaxAttributes)
        {
            errors.Add(pointer, string.Create(CultureInfo.InvariantCulture, $"At most {ItemLimits.MaxAttributes} attributes."));
        }

        return attributes.Count == 0 ? null : attributes;
    }

    private static string? Text(JsonElement value, out string? problem)
    {
        problem = null;
        switch (value.ValueKind)
        {
            case JsonValueKind.True:
                return "true";
            case JsonValueKind.False:
                return "false";
            case JsonValueKind.Number:
                return DecimalText.Parse(JsonText.Raw(value), out problem, Digits, Digits) is { } number ? CanonicalText.Of(number) : null;
            case JsonValueKind.String:
                var text = value.GetString()!;
                problem = text.Length == 0 ? null : PlainText.Problem(text, ItemLimits.MaxAttributeValue);
                return text;
            default:
                problem = "A text, number or boolean is expected: attributes are flat.";
                return null;
        }
    }
}
