using System.Text.RegularExpressions;

namespace SalesPerf.Conventions.Tests.Infrastructure;

/// <summary>The files of <c>infra/</c> and what is deployed with them, by path; a copy can be changed, to see that the rules find it.</summary>
internal sealed class InfraText
{
    private readonly Dictionary<string, string> files;

    private InfraText(Dictionary<string, string> files) => this.files = files;

    public IEnumerable<KeyValuePair<string, string>> Bicep => files.Where(file => file.Key.EndsWith(".bicep", StringComparison.Ordinal));

    public IEnumerable<KeyValuePair<string, string>> Parameters => files.Where(file => file.Key.EndsWith(".parameters.json", StringComparison.Ordinal));

    public string this[string path] => files[path];

    public static InfraText Read()
    {
        var root = Path.Combine(Repository.Root, "infra");
        var infra = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(Repository.Relative);
        return new(infra.Concat(["azure.yaml", "host.json", "docs/runbook.md", "docs/azure.md"])
            .ToDictionary(path => path.StartsWith("infra/", StringComparison.Ordinal) ? path["infra/".Length..] : path, path => Repository.Read(path), StringComparer.Ordinal));
    }

    /// <summary>A copy in which <paramref name="old"/> stands no more.</summary>
    public InfraText With(string path, string old, string text) => files[path].Contains(old, StringComparison.Ordinal)
        ? new(new(files, StringComparer.Ordinal) { [path] = files[path].Replace(old, text, StringComparison.Ordinal) })
        : throw new InvalidOperationException($"{path} has no \"{old}\".");

    /// <summary>What follows <c>{name}: </c> in a file, of every time it stands there: a text without its quotes, else the word.</summary>
    public IReadOnlyList<string> Values(string path, string name) =>
        [.. Regex.Matches(files[path], $@"(?<![\w.]){Regex.Escape(name)}: (?:'(?<value>[^']*)'|(?<value>[^\s,}}\]]+))").Select(match => match.Groups["value"].Value)];

    /// <summary>The body of <c>var name = { … }</c> or <c>[ … ]</c>; of one resource or module with its line.</summary>
    public string Block(string path, string declaration)
    {
        var text = files[path];
        var begin = text.IndexOf(declaration, StringComparison.Ordinal);
        if (begin < 0)
        {
            throw new InvalidOperationException($"{path} has no \"{declaration}\".");
        }

        var end = text.IndexOf("\n}", begin, StringComparison.Ordinal) is >= 0 and var brace ? brace : text.Length;
        var list = text.IndexOf("\n]", begin, StringComparison.Ordinal) is >= 0 and var bracket ? bracket : text.Length;
        return text[begin..Math.Min(Math.Min(end, list) + 2, text.Length)];
    }
}
