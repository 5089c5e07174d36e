using System.Text;

namespace SalesPerf.Functions.Http;

/// <summary>Turns the path that the JSON reader reports (<c>$.a[0]['b c']</c>) into a JSON pointer (<c>/a/0/b c</c>).</summary>
internal static class JsonPath
{
    /// <summary>Null when there is no path, or none that is understood.</summary>
    public static string? ToPointer(string? path)
    {
        if (path is null || !path.StartsWith('$'))
        {
            return null;
        }

        var pointer = new StringBuilder(path.Length);
        var rest = path.AsSpan(1);
        while (!rest.IsEmpty)
        {
            int length;
            if (rest.StartsWith("['"))
            {
                length = rest.IndexOf("']");
                if (length < 0)
                {
                    return null;
                }

                Append(pointer, rest[2..length]);
                rest = rest[(length + 2)..];
            }
            else if (rest[0] == '[')
            {
                length = rest.IndexOf(']');
                if (length < 0)
                {
                    return null;
                }

                Append(pointer, rest[1..length]);
                rest = rest[(length + 1)..];
            }
            else if (rest[0] == '.')
            {
                rest = rest[1..];
                length = rest.IndexOfAny('.', '[');
                length = length < 0 ? rest.Length : length;
                Append(pointer, rest[..length]);
                rest = rest[length..];
            }
            else
            {
                return null;
            }
        }

        return pointer.ToString();
    }

    private static void Append(StringBuilder pointer, ReadOnlySpan<char> name)
    {
        pointer.Append('/');
        foreach (var character in name)
        {
            _ = character switch
            {
                '~' => pointer.Append("~0"),
                '/' => pointer.Append("~1"),
                _ => pointer.Append(character),
            };
        }
    }
}
