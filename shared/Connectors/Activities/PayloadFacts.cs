using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Activities;

/// <summary>What an activity is made of, out of a payload of which only some members matter. Problems are collected by pointer.</summary>
/// <param name="root">The item.</param>
/// <param name="errors">Where problems go.</param>
internal sealed class PayloadFacts(JsonElement root, ReadErrors errors)
{
    public JsonElement Root => root;

    public ReadErrors Errors => errors;

    /// <summary>A text, or a number's digits as they are written. Null when it is absent, null or empty; anything else is a problem.</summary>
    public string? Text(int longest, params ReadOnlySpan<string> path)
    {
        if (root.At(path) is not { ValueKind: not JsonValueKind.Null } value)
        {
            return null;
        }

        if (JsonText.Scalar(value) is not { } text)
        {
            Problem("A text or a number is expected.", path);
            return null;
        }

        if (text.Length > 0 && PlainText.Problem(text, longest) is { } problem)
        {
            Problem(problem, path);
            return null;
        }

        return text.Length == 0 ? null : text;
    }

    public string? Id(params ReadOnlySpan<string> path) => Text(ItemLimits.MaxId, path);

    /// <summary>As <see cref="Id"/>; a problem when there is none.</summary>
    public string? RequireId(params ReadOnlySpan<string> path) => Require(ItemLimits.MaxId, path);

    /// <summary>As <see cref="Text"/>; a problem when there is none.</summary>
    public string? Require(int longest, params ReadOnlySpan<string> path)
    {
        var before = errors.All.Count;
        var id = Text(longest, path);
        if (id is null && errors.All.Count == before)
        {
            Problem("Required.", path);
        }

        return id;
    }

    /// <summary>An effective time; null when it is absent, null or empty. What cannot be read, or cannot be meant, is a problem.</summary>
    public DateTimeOffset? Time(Func<string, DateTimeOffset?> read, DateTimeOffset now, params ReadOnlySpan<string> path)
    {
        if (Text(ItemLimits.MaxId, path) is not { } text)
        {
            return null;
        }

        var at = read(text);
        if ((at is { } time ? TimeBounds.EffectiveProblem(time, now) : "No time that can be read.") is not { } problem)
        {
            return at;
        }

        Problem(problem, path);
        return null;
    }

    public void Problem(string detail, params ReadOnlySpan<string> path)
    {
        var pointer = string.Empty;
        foreach (var name in path)
        {
            pointer = JsonPointer.Append(pointer, name);
        }

        errors.Add(pointer, detail);
    }

    /// <summary>The activity, or what is wrong with it.</summary>
    public ReadItem Item(int index, Activity activity) =>
        errors.Any ? new RejectedItem(index, errors.All) : new ReadActivity(index, activity);

    /// <summary>The attributes that have a value; those that cannot be stored are left out: nothing hangs on them.</summary>
    public static SortedDictionary<string, string> Attributes(params ReadOnlySpan<(string Name, string? Value)> all)
    {
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in all)
        {
            if (value is not null && PlainText.Problem(value, ItemLimits.MaxAttributeValue) is null)
            {
                attributes[name] = value;
            }
        }

        return attributes;
    }
}
