using System.Text.RegularExpressions;

namespace SalesPerf.Conventions.Tests.Infrastructure;

/// <summary>The little that tests read of Bicep: the strings of a list or object, one a line.</summary>
internal static partial class Bicep
{
    /// <summary>The strings in <c>var name = [ … ]</c> or <c>var name = { key: '…' }</c>, in their order.</summary>
    public static IReadOnlyList<string> Strings(string text, string variable)
    {
        var body = Regex.Match(text, $@"^var {variable} = [\[{{](?<body>.*?)^[\]}}]", RegexOptions.Multiline | RegexOptions.Singleline);
        return body.Success
            ? [.. Quoted().Matches(body.Groups["body"].Value).Select(match => match.Groups["value"].Value)]
            : throw new InvalidOperationException($"There is no variable {variable}.");
    }

    /// <summary>Every role named by its id.</summary>
    public static IReadOnlyList<string> Ids(string text) => [.. Guids().Matches(text).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex("'(?<value>[^']*)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Guids();
}
