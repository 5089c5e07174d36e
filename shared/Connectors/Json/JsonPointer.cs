namespace SalesPerf.Connectors.Json;

/// <summary>RFC 6901.</summary>
internal static class JsonPointer
{
    private const int LongestStep = 64;

    /// <summary>A step further. Long names are cut: they come from the sender.</summary>
    public static string Append(string pointer, string step)
    {
        if (step.Length > LongestStep)
        {
            step = step[..(char.IsHighSurrogate(step[LongestStep - 1]) ? LongestStep - 1 : LongestStep)];
        }

        return $"{pointer}/{step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
    }
}
