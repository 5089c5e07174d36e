using System.Text.Json;
using SalesPerf.Functions;

namespace SalesPerf.Conventions.Tests.Functions;

/// <summary>
/// The functions of the app in one file, so that a change of a name, route, queue or schedule is seen in review. To write it anew:
/// <c>UPDATE_FUNCTION_TABLE=1 dotnet test tests/Conventions.Tests</c>.
/// </summary>
public sealed class FunctionTableTests
{
    private static readonly string File = Path.Combine(Repository.Root, "tests", "Conventions.Tests", "functions.golden.txt");

    [Fact]
    public void Given_the_functions_of_this_app_when_listed_then_the_table_is_the_one_on_file()
    {
        var table = string.Concat(Lines().Select(line => line + "\n"));
        if (Environment.GetEnvironmentVariable("UPDATE_FUNCTION_TABLE") is { Length: > 0 })
        {
            System.IO.File.WriteAllText(File, table);
        }

        Assert.Equal(System.IO.File.ReadAllText(File), table);
    }

    /// <summary>What the worker's own generator found. The Azure build is made where its packages are; this compares when it was.</summary>
    [Fact]
    public void Given_the_metadata_of_an_Azure_build_when_listed_then_its_functions_are_those_of_the_table()
    {
        if (Environment.GetEnvironmentVariable("FUNCTIONS_METADATA") is not { Length: > 0 } metadata)
        {
            return;
        }

        using var json = JsonDocument.Parse(System.IO.File.ReadAllText(metadata));
        var generated = json.RootElement.EnumerateArray().Select(MetadataTable.Line).Order(StringComparer.Ordinal);
        Assert.Equal(FoundFunction.In(typeof(Queues).Assembly.GetTypes()).Select(function => function.ToString()).Order(StringComparer.Ordinal), generated);
    }

    [Fact]
    public void Given_metadata_as_the_worker_generates_it_when_listed_then_the_lines_have_the_form_of_the_table()
    {
        using var json = JsonDocument.Parse("""
            [{"name":"EvaluateCompetencies","bindings":[{"type":"serviceBusTrigger","queueName":"evaluate-competencies","cardinality":"One"}]},
             {"name":"GoodFirstPage","bindings":[{"type":"httpTrigger","methods":["get","head"],"route":"{root:maxlength(0)?}"},{"type":"http","name":"$return"}]},
             {"name":"GoodHttp","bindings":[{"type":"httpTrigger","methods":["get","head"],"route":"api/v1/reps/{id}"},{"type":"http","name":"$return"}]},
             {"name":"GoodSubscription","bindings":[{"type":"serviceBusTrigger","topicName":"notifications","subscriptionName":"wall","cardinality":"One"}]},
             {"name":"GoodTimer","bindings":[{"type":"timerTrigger","schedule":"0 */15 * * * *"}]}]
            """);
        Type[] fixtures = [typeof(GoodHttp), typeof(GoodFirstPage), typeof(GoodTimer), typeof(EvaluateCompetencies), typeof(GoodSubscription)];
        Assert.Equal(
            FoundFunction.In(fixtures).Select(function => function.ToString()).Order(StringComparer.Ordinal),
            json.RootElement.EnumerateArray().Select(MetadataTable.Line));
    }

    private static IEnumerable<string> Lines()
    {
        var functions = FoundFunction.In(typeof(Queues).Assembly.GetTypes());
        var consumed = functions.SelectMany(function => function.Triggers).Select(found => FoundFunction.Describe(found.Trigger)[7..]).ToHashSet();
        string[] sources = [.. Queues.All, .. new[] { Queues.Email, Queues.Webhooks, Queues.Wall }.Select(subscription => $"{Queues.Notifications}/{subscription}")];
        return functions.Select(function => function.ToString())
            .Concat(sources.Where(source => !consumed.Contains(source)).Select(source => $"(nothing consumes {source})"));
    }
}
