using System.Text.Json;
using SalesPerf.Connectors.Text;

namespace SalesPerf.Connectors.Json;

/// <summary>The members of one object: each is taken once, and what nobody took can be reported.</summary>
internal sealed class JsonMembers
{
    private readonly Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
    private readonly string pointer;
    private readonly ReadErrors errors;

    public JsonMembers(JsonElement value, string pointer, ReadErrors errors)
    {
        this.pointer = pointer;
        this.errors = errors;
        foreach (var member in value.EnumerateObject())
        {
            members.Add(member.Name, member.Value);
        }
    }

    /// <summary>What was not taken yet.</summary>
    public IReadOnlyDictionary<string, JsonElement> Rest => members;

    public bool Has(string name) => members.ContainsKey(name);

    /// <summary>The members of an object that is a member's value.</summary>
    public JsonMembers Inside(string name, JsonElement value) => new(value, JsonPointer.Append(pointer, name), errors);

    /// <summary>The member; null when it is absent.</summary>
    public JsonElement? Take(string name) => members.Remove(name, out var value) ? value : null;

    /// <summary>The member; null when it is absent or JSON null.</summary>
    public JsonElement? TakeValue(string name) => Take(name) is { ValueKind: not JsonValueKind.Null } value ? value : null;

    /// <summary>A text; null when it is absent, null or wrong, which is reported.</summary>
    public string? TakeText(string name, int longest)
    {
        if (TakeValue(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            Problem(name, "A text is expected.");
            return null;
        }

        return Checked(name, value.GetString()!, longest);
    }

    /// <summary>As <see cref="TakeText"/>; reported when absent too.</summary>
    public string? RequireText(string name, int longest)
    {
        var before = errors.All.Count;
        var text = TakeText(name, longest);
        if (text is null && errors.All.Count == before)
        {
            Problem(name, "Required.");
        }

        return text;
    }

    /// <summary>An id: a text, or an integer whose digits are taken as they are, however large.</summary>
    public string? TakeId(string name, int longest)
    {
        if (TakeValue(name) is not { } value)
        {
            return null;
        }

        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number when JsonText.IsInteger(value) => JsonText.Raw(value),
            _ => null,
        };
        if (text is null)
        {
            Problem(name, "A text or a whole number is expected.");
            return null;
        }

        return Checked(name, text, longest);
    }

    public void Problem(string name, string detail) => errors.Add(JsonPointer.Append(pointer, name), detail);

    private string? Checked(string name, string text, int longest)
    {
        if (PlainText.Problem(text, longest) is not { } problem)
        {
            return text;
        }

        Problem(name, problem);
        return null;
    }
}
