namespace SalesPerf.Conventions.Tests.Infrastructure;

/// <summary>What a file of Bicep declares and refers to: enough to find what its compiler would refuse first.</summary>
internal sealed class BicepFile
{
    private static readonly string[] Declaring = ["param", "var", "resource", "module", "output"];

    private static readonly string[] Words = ["true", "false", "null", "if", "for", "in", "existing", "targetScope"];

    private static readonly string[] Functions =
        ["empty", "guid", "items", "loadJsonContent", "replace", "resourceGroup", "string", "subscription", "subscriptionResourceId", "toLower", "union", "uniqueString"];

    private static readonly string[] Decorators = ["allowed", "description", "maxLength", "maxValue", "minLength", "minValue", "secure"];

    private static readonly Dictionary<string, string> Closing = new(StringComparer.Ordinal) { ["("] = ")", ["["] = "]", ["{"] = "}" };

    private readonly IReadOnlyList<BicepToken> tokens;
    private readonly Dictionary<string, BicepDeclaration> declared = new(StringComparer.Ordinal);
    private readonly List<string> problems = [];
    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private readonly HashSet<string> loops = new(StringComparer.Ordinal);
    private readonly List<(string Module, string Output)> outputs = [];

    public BicepFile(string text)
    {
        tokens = BicepToken.Read(text);
        Balance();
        Declare();
        Refer();
    }

    public IEnumerable<BicepDeclaration> Declared => declared.Values;

    /// <summary>Outputs of modules that are asked for.</summary>
    public IReadOnlyList<(string Module, string Output)> Outputs => outputs;

    /// <summary>Brackets that do not match, names that nobody declared or uses, functions and decorators that are none.</summary>
    public IReadOnlyList<string> Problems =>
        [.. problems, .. declared.Values.Where(one => one.Kind is "param" or "var" && !used.Contains(one.Name)).Select(one => $"nobody uses {one.Kind} {one.Name}")];

    private BicepToken At(int index) => index >= 0 && index < tokens.Count ? tokens[index] : new(BicepTokenKind.Line, "");

    private bool StartsLine(int index) => At(index - 1).Kind == BicepTokenKind.Line;

    private void Balance()
    {
        var open = new Stack<string>();
        foreach (var token in tokens.Where(token => token.Kind == BicepTokenKind.Sign))
        {
            if (Closing.TryGetValue(token.Text, out var closing))
            {
                open.Push(closing);
            }
            else if (token.Text is ")" or "]" or "}" && (open.Count == 0 || open.Pop() != token.Text))
            {
                problems.Add($"a bracket {token.Text} closes nothing");
            }
            else if (token.Text is "'" or "never closed")
            {
                problems.Add("a text is not closed");
            }
        }

        problems.AddRange(open.Select(closing => $"a bracket {closing} is missing"));
    }

    private void Declare()
    {
        for (var index = 0; index < tokens.Count; index++)
        {
            if (StartsLine(index) && Declaring.Contains(At(index).Text) && At(index + 1).Kind == BicepTokenKind.Word)
            {
                var (kind, name) = (At(index).Text, At(index + 1).Text);
                var type = At(index + 2);
                var hasDefault = kind == "param" && At(index + 3).Is("=");
                var isTyped = kind is "resource" or "module" ? type.Kind == BicepTokenKind.Text : kind == "var" ? type.Is("=") : type.Kind == BicepTokenKind.Word;
                if (!isTyped)
                {
                    problems.Add($"{kind} {name} is not declared as it should be");
                }

                // An output may be named as anything else.
                var key = kind == "output" ? $"output {name}" : name;
                if (!declared.TryAdd(key, new(kind, name, type.Text, hasDefault, kind == "module" ? Keys(index) : [])))
                {
                    problems.Add($"{name} is declared twice");
                }
            }
            else if (At(index).Text == "for" && At(index + 2).Text == "in")
            {
                loops.Add(At(index + 1).Text);
            }
        }
    }

    /// <summary>The keys of <c>params: { … }</c> of the module declared here.</summary>
    private List<string> Keys(int index)
    {
        var keys = new List<string>();
        var depth = 0;
        var isIn = false;
        for (index += 3; index < tokens.Count; index++)
        {
            var token = At(index);
            depth += token.Text is "{" or "[" or "(" ? 1 : token.Text is "}" or "]" or ")" ? -1 : 0;
            if (depth == 0 && token.Is("}"))
            {
                break;
            }

            isIn = (isIn || (depth == 1 && token.Text == "params" && IsKey(index))) && !(isIn && depth == 1 && token.Is("}"));
            if (isIn && depth == 2 && IsKey(index))
            {
                keys.Add(token.Text);
            }
        }

        return keys;
    }

    private bool IsKey(int index) =>
        At(index).Kind == BicepTokenKind.Word && At(index + 1).Is(":") && (StartsLine(index) || At(index - 1).Text is "{" or ",");

    private void Refer()
    {
        for (var index = 0; index < tokens.Count; index++)
        {
            var (token, before) = (At(index), At(index - 1));
            if (token.Kind != BicepTokenKind.Word || before.Is(".") || IsKey(index) || Words.Contains(token.Text) || IsDeclaration(index))
            {
                continue;
            }

            if (before.Is("@") || At(index + 1).Is("("))
            {
                if (!(before.Is("@") ? Decorators : Functions).Contains(token.Text))
                {
                    problems.Add($"nobody knows {token.Text}()");
                }

                continue;
            }

            used.Add(token.Text);
            if (!declared.ContainsKey(token.Text) && !loops.Contains(token.Text))
            {
                problems.Add($"nobody declares {token.Text}");
            }

            if (At(index + 1).Is(".") && At(index + 2).Text == "outputs" && At(index + 3).Is("."))
            {
                outputs.Add((token.Text, At(index + 4).Text));
            }
        }
    }

    /// <summary>The words of a declaration up to its type, and the name of a loop's variable where it is made.</summary>
    private bool IsDeclaration(int index)
    {
        for (var back = 0; back < 3; back++)
        {
            var start = index - back;
            if (StartsLine(start) && Declaring.Contains(At(start).Text) && At(start + 1).Kind == BicepTokenKind.Word)
            {
                return back < 2 || At(start).Text is "param" or "output";
            }
        }

        return At(index - 1).Text == "for" && At(index + 1).Text == "in";
    }
}

/// <summary>Something a file declares.</summary>
/// <param name="Kind"><c>param</c>, <c>var</c>, <c>resource</c>, <c>module</c> or <c>output</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type; of a module its file.</param>
/// <param name="HasDefault">True of a parameter that need not be given.</param>
/// <param name="Given">Of a module the parameters it is given.</param>
internal sealed record BicepDeclaration(string Kind, string Name, string Type, bool HasDefault, IReadOnlyList<string> Given);
