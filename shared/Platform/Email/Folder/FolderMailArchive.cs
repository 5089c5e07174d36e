using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using SalesPerf.Domain.Values;

namespace SalesPerf.Platform.Email.Folder;

/// <summary>The files that <see cref="FolderEmailSender"/> wrote. A mail and its preview go together; what they said is still in the store, and shown without the name.</summary>
public sealed partial class FolderMailArchive(string folder) : IMailArchive
{
    private static readonly string[] Extensions = [".eml", ".html", ".tmp"];

    public async Task<int> ForgetAsync(IReadOnlyCollection<string> texts, CancellationToken cancellationToken)
    {
        if (texts.Count == 0 || !Directory.Exists(folder))
        {
            return 0;
        }

        var stems = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => Extensions.Contains(Path.GetExtension(path))))
        {
            var written = Encoding.UTF8.GetString(await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false));
            if (Readings(written).Any(text => ErasedText.IsIn(text, texts)))
            {
                stems.Add(Path.ChangeExtension(path, null));
                File.Delete(path);
            }
        }

        foreach (var stem in stems)
        {
            File.Delete(stem + ".eml");
            File.Delete(stem + ".html");
        }

        return stems.Count;
    }

    /// <summary>As it is written, and as a mail program and a browser read it.</summary>
    private static IEnumerable<string> Readings(string written)
    {
        var words = EncodedWord().Replace(BetweenWords().Replace(written, "?==?"), word => Encoding.UTF8.GetString(Convert.FromBase64String(word.Groups[1].Value)));
        var bytes = QuotedBytes().Replace(SoftBreak().Replace(words, ""), run => Encoding.UTF8.GetString(Convert.FromHexString(run.Value.Replace("=", "", StringComparison.Ordinal))));
        return new[] { written, words, bytes, WebUtility.HtmlDecode(bytes) }.Distinct();
    }

    [GeneratedRegex(@"\?=\s+=\?")]
    private static partial Regex BetweenWords();

    [GeneratedRegex(@"=\?utf-8\?B\?((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)\?=", RegexOptions.IgnoreCase)]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"=\r?\n")]
    private static partial Regex SoftBreak();

    [GeneratedRegex(@"(?:=[0-9A-F]{2})+")]
    private static partial Regex QuotedBytes();
}
