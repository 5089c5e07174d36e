using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Tests;

/// <summary>The keys that rows of exports have.</summary>
internal static class RowKeys
{
    /// <summary>A row has the key of the call that it names, where it counts as what the source's calls count as.</summary>
    public static void AreOfCalls(IConnector connector, Source source, string call, string key)
    {
        Assert.Equal(key, connector.KeyOf(Row("call.completed", call), source));
        Assert.Null(connector.KeyOf(Row("call.completed", null), source));
        Assert.Null(connector.KeyOf(Row("prospect.created", call), source));
        var mapped = source with { Mapping = new SourceMapping { ActivityTypes = new(StringComparer.Ordinal) { ["call"] = "demo.given" } } };
        Assert.Equal(key, connector.KeyOf(Row("demo.given", call), mapped));
        Assert.Null(connector.KeyOf(Row("call.completed", call), mapped));
    }

    public static ImportedActivity Row(string type, string? what) =>
        new(1, new Activity { Source = "crm", Key = "row", Type = type, OccurredAt = Samples.Now, ReceivedAt = Samples.Now, Repaired = true }, TimeSpan.Zero, what);
}
