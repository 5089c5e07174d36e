using System.Text.Json;

namespace SalesPerf.CosmosLoopback.Queries;

/// <summary>Reads the few queries there are: <c>SELECT * FROM c WHERE … [ORDER BY c.x [ASC|DESC]]</c> with comparisons, IN, AND, OR and brackets.</summary>
internal sealed class QueryParser
{
    private readonly List<string> tokens;
    private readonly Dictionary<string, string> parameters;
    private int at;

    private QueryParser(string text, Dictionary<string, string> parameters)
    {
        tokens = [.. Tokens(text)];
        this.parameters = parameters;
    }

    /// <param name="body">The body of the request: <c>{"query":…,"parameters":[{"name":…,"value":…}]}</c>.</param>
    /// <exception cref="Refused">The query is not one of the few.</exception>
    public static ItemQuery Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var request = JsonDocument.Parse(body);
            var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
            if (request.RootElement.TryGetProperty("parameters", out var list))
            {
                foreach (var parameter in list.EnumerateArray())
                {
                    parameters.Add(parameter.GetProperty("name").GetString() ?? "", parameter.GetProperty("value").GetString() ?? "");
                }
            }

            return new QueryParser(request.RootElement.GetProperty("query").GetString() ?? "", parameters).Query();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new Refused(400, $"The request is not a query: {exception.Message}");
        }
    }

    private ItemQuery Query()
    {
        foreach (var word in (string[])["SELECT", "*", "FROM", "c", "WHERE"])
        {
            Take(word);
        }

        var alternatives = Any();
        string? order = null;
        var descending = false;
        if (Next("ORDER"))
        {
            Take("BY");
            order = Property();
            descending = Next("DESC");
            _ = !descending && Next("ASC");
        }

        return at == tokens.Count ? new(alternatives, order, descending) : throw Unexpected();
    }

    private List<IReadOnlyList<Comparison>> Any()
    {
        var alternatives = All();
        while (Next("OR"))
        {
            alternatives.AddRange(All());
        }

        return alternatives;
    }

    private List<IReadOnlyList<Comparison>> All()
    {
        var all = One();
        while (Next("AND"))
        {
            var more = One();
            all = [.. all.SelectMany(left => more.Select(IReadOnlyList<Comparison> (right) => [.. left, .. right]))];
        }

        return all;
    }

    private List<IReadOnlyList<Comparison>> One()
    {
        if (Next("("))
        {
            var inside = Any();
            Take(")");
            return inside;
        }

        var property = Property();
        if (Next("IN"))
        {
            return In(property);
        }

        var comparison = tokens.ElementAtOrDefault(at++) is "=" or "<" or ">" or "<=" or ">=" ? tokens[at - 1] : throw Unexpected();
        return [[new Comparison(property, comparison, Value())]];
    }

    private List<IReadOnlyList<Comparison>> In(string property)
    {
        Take("(");
        List<IReadOnlyList<Comparison>> any = [[new Comparison(property, "=", Value())]];
        while (Next(","))
        {
            any.Add([new Comparison(property, "=", Value())]);
        }

        Take(")");
        return any;
    }

    private string Value() =>
        tokens.ElementAtOrDefault(at++) is { } name && parameters.TryGetValue(name, out var value) ? value : throw Unexpected();

    private string Property()
    {
        Take("c");
        if (Next("."))
        {
            return tokens.ElementAtOrDefault(at++) ?? throw Unexpected();
        }

        Take("[");
        var name = tokens.ElementAtOrDefault(at++)?.Trim('"') ?? throw Unexpected();
        Take("]");
        return name;
    }

    private bool Next(string word)
    {
        var isNext = string.Equals(tokens.ElementAtOrDefault(at), word, StringComparison.OrdinalIgnoreCase);
        at += isNext ? 1 : 0;
        return isNext;
    }

    private void Take(string word)
    {
        if (!Next(word))
        {
            throw Unexpected();
        }
    }

    private Refused Unexpected() => new(400, $"This account serves no such query: {string.Join(' ', tokens)}");

    private static IEnumerable<string> Tokens(string text)
    {
        for (var index = 0; index < text.Length;)
        {
            var start = index;
            if (char.IsWhiteSpace(text[index]))
            {
                index++;
                continue;
            }

            if (text[index] == '"')
            {
                index = text.IndexOf('"', index + 1) is >= 0 and var end ? end + 1 : text.Length;
            }
            else if (char.IsLetterOrDigit(text[index]) || text[index] is '@' or '_')
            {
                while (index < text.Length && (char.IsLetterOrDigit(text[index]) || text[index] is '@' or '_'))
                {
                    index++;
                }
            }
            else
            {
                index += text[index] is '<' or '>' && index + 1 < text.Length && text[index + 1] == '=' ? 2 : 1;
            }

            yield return text[start..index];
        }
    }
}
