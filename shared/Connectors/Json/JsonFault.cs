using System.Globalization;
using System.Text.Json;

namespace SalesPerf.Connectors.Json;

/// <summary>Says why strict reading refused a text. Only run on texts that were refused.</summary>
internal static class JsonFault
{
    public static ReadError At(long offset) =>
        new(string.Empty, string.Create(CultureInfo.InvariantCulture, $"The JSON is not well-formed at byte {offset}."));

    public static ReadError Find(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = StrictJson.MaxDepth + 1 });
        var path = new Stack<Level>();
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject or JsonTokenType.StartArray when path.Count == StrictJson.MaxDepth:
                        return new ReadError(string.Empty, string.Create(CultureInfo.InvariantCulture, $"The JSON is nested deeper than {StrictJson.MaxDepth} levels."));
                    case JsonTokenType.StartObject:
                        Step(path);
                        path.Push(new Level(new HashSet<string>(StringComparer.Ordinal)));
                        break;
                    case JsonTokenType.StartArray:
                        Step(path);
                        path.Push(new Level(null));
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        path.Pop();
                        break;
                    case JsonTokenType.PropertyName:
                        var name = reader.GetString() ?? string.Empty;
                        var isNew = path.Peek().Names!.Add(name);
                        path.Peek().Step = name;
                        if (!isNew)
                        {
                            return new ReadError(Pointer(path), "The property appears twice.");
                        }

                        break;
                    default:
                        Step(path);
                        break;
                }
            }
        }
        catch (JsonException)
        {
            return At(reader.BytesConsumed);
        }

        return At(reader.BytesConsumed);
    }

    /// <summary>Moves an array on to its next element.</summary>
    private static void Step(Stack<Level> path)
    {
        if (path.Count > 0 && path.Peek() is { Names: null } array)
        {
            array.Index++;
            array.Step = array.Index.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static string Pointer(Stack<Level> path) =>
        path.Reverse().Aggregate(string.Empty, (pointer, level) => JsonPointer.Append(pointer, level.Step));

    private sealed class Level(HashSet<string>? names)
    {
        /// <summary>The names seen so far; null for an array.</summary>
        public HashSet<string>? Names { get; } = names;

        public int Index { get; set; } = -1;

        public string Step { get; set; } = string.Empty;
    }
}
