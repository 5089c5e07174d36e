using System.Text;

namespace SalesPerf.Conventions.Tests.Infrastructure;

/// <summary>A word, a text, a sign or the end of a line of Bicep. Comments are none; what stands between <c>${</c> and <c>}</c> in a text follows it as tokens.</summary>
/// <param name="Kind">Which of these.</param>
/// <param name="Text">As written; of a text what is between its quotes, with <c>${}</c> for what is computed.</param>
internal readonly record struct BicepToken(BicepTokenKind Kind, string Text)
{
    public bool Is(string sign) => Kind == BicepTokenKind.Sign && Text == sign;

    public static IReadOnlyList<BicepToken> Read(string source)
    {
        var tokens = new List<BicepToken>();
        var at = 0;
        Read(source, ref at, tokens, isInText: false);
        return tokens;
    }

    private static void Read(string source, ref int at, List<BicepToken> tokens, bool isInText)
    {
        for (var depth = 0; at < source.Length;)
        {
            var letter = source[at];
            if (isInText && letter == '}' && depth == 0)
            {
                return;
            }

            if (letter == '\n')
            {
                tokens.Add(new(BicepTokenKind.Line, "\n"));
                at++;
            }
            else if (char.IsWhiteSpace(letter))
            {
                at++;
            }
            else if (source.AsSpan(at).StartsWith("//"))
            {
                var end = source.IndexOf('\n', at);
                at = end < 0 ? source.Length : end;
            }
            else if (letter == '\'')
            {
                at++;
                ReadText(source, ref at, tokens);
            }
            else if (char.IsAsciiLetterOrDigit(letter) || letter == '_')
            {
                var begin = at;
                while (at < source.Length && (char.IsAsciiLetterOrDigit(source[at]) || source[at] == '_'))
                {
                    at++;
                }

                tokens.Add(new(char.IsAsciiDigit(letter) ? BicepTokenKind.Number : BicepTokenKind.Word, source[begin..at]));
            }
            else
            {
                depth += letter == '{' ? 1 : letter == '}' ? -1 : 0;
                tokens.Add(new(BicepTokenKind.Sign, letter.ToString()));
                at++;
            }
        }
    }

    private static void ReadText(string source, ref int at, List<BicepToken> tokens)
    {
        var text = new StringBuilder();
        var computed = new List<BicepToken>();
        while (at < source.Length && source[at] != '\'' && source[at] != '\n')
        {
            if (source[at] == '\\' && at + 1 < source.Length)
            {
                text.Append(source[at + 1]);
                at += 2;
            }
            else if (source.AsSpan(at).StartsWith("${"))
            {
                at += 2;
                computed.Add(new(BicepTokenKind.Sign, "("));
                Read(source, ref at, computed, isInText: true);
                computed.Add(new(BicepTokenKind.Sign, at < source.Length ? ")" : "never closed"));
                at++;
                text.Append("${}");
            }
            else
            {
                text.Append(source[at++]);
            }
        }

        // A text that its line does not end is a sign that nothing matches.
        tokens.Add(at < source.Length && source[at] == '\'' ? new(BicepTokenKind.Text, text.ToString()) : new(BicepTokenKind.Sign, "'"));
        at++;
        tokens.AddRange(computed);
    }
}

/// <summary>What a token is.</summary>
internal enum BicepTokenKind
{
    Word,
    Number,
    Text,
    Sign,
    Line,
}
