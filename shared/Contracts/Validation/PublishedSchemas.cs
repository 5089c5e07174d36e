using System.Collections.Concurrent;

namespace SalesPerf.Contracts.Validation;

/// <summary>The JSON Schemas of the resources, as published at <c>/api/v1/schemas/{name}</c>.</summary>
public static class PublishedSchemas
{
    private const string Prefix = "SalesPerf.Contracts.Schemas.";
    private const string Suffix = ".json";

    private static readonly ConcurrentDictionary<string, JsonSchema> Read = new(StringComparer.Ordinal);

    /// <summary>Names in order: <c>assignment</c>, <c>calendar</c>, …</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(PublishedSchemas).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal)];

    /// <summary>The schema's own text, UTF-8; null when there is none of that name.</summary>
    public static ReadOnlyMemory<byte>? Text(string name)
    {
        if (!Names.Contains(name, StringComparer.Ordinal))
        {
            return null;
        }

        using var stream = typeof(PublishedSchemas).Assembly.GetManifestResourceStream(Prefix + name + Suffix)!;
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return text;
    }

    /// <summary>The schema of that name, read once.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static JsonSchema Get(string name) =>
        Read.GetOrAdd(name, static name => JsonSchema.Parse(Text(name) ?? throw new ArgumentException($"There is no schema {name}.", nameof(name))));
}
