using System.Text.RegularExpressions;

namespace SalesPerf.Conventions.Tests.Sources;

/// <summary>What is wrong with the text of a source file.</summary>
internal static partial class SourceRules
{
    private const int MaxLines = 300;

    public static IEnumerable<string> Check(string path, string text)
    {
        if (Directives().Match(text) is { Success: true } directive)
        {
            yield return $"{path}: {directive.Value.Trim()} is not used; what differs between hosts is in functions/Azure and local.";
        }

        if (text.AsSpan().Count('\n') is var lines and > MaxLines)
        {
            yield return $"{path}: {lines} lines, {MaxLines} are the most.";
        }

        var name = Path.GetFileNameWithoutExtension(path).Split('.')[0];
        if (Types().Matches(text) is [var only] && only.Groups["name"].Value is var type && type != name)
        {
            yield return $"{path}: its one type is named {type}.";
        }

        if (Unfinished().Match(text) is { Success: true } unfinished)
        {
            yield return $"{path}: {unfinished.Value} is unfinished work.";
        }

        if (!HasImportsInOrder(text))
        {
            yield return $"{path}: its using directives are out of order; dotnet format orders them.";
        }
    }

    public static bool HasImportsInOrder(string text)
    {
        var imports = Imports().Matches(text).Select(import => import.Groups["name"].Value).ToList();
        return imports.Order(ImportOrder).SequenceEqual(imports);
    }

    /// <summary>As the formatter orders them, whose check takes a whole compilation: the System ones first, each by its parts.</summary>
    private static readonly Comparer<string> ImportOrder = Comparer<string>.Create((one, other) =>
        (IsSystem(other).CompareTo(IsSystem(one)), string.Compare(Parts(one), Parts(other), StringComparison.OrdinalIgnoreCase)) switch
        {
            (0, var byName) => byName,
            (var bySystem, _) => bySystem,
        });

    private static bool IsSystem(string import) => import == "System" || import.StartsWith("System.", StringComparison.Ordinal);

    /// <summary>With a character before all others between the parts.</summary>
    private static string Parts(string import) => import.Replace('.', '\u0001');

    [GeneratedRegex(@"^using (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Imports();

    [GeneratedRegex(@"^[ \t]*#(if|pragma|region|nullable)\b", RegexOptions.Multiline)]
    private static partial Regex Directives();

    [GeneratedRegex(@"\b(class|record|struct|interface|enum|delegate\s+[\w<>?\[\],\s]+?)\s+(class\s+|struct\s+)?(?<name>[A-Za-z_]\w*)")]
    private static partial Regex Types();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b")]
    private static partial Regex Unfinished();
}
