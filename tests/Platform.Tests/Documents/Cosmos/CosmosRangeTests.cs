using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Cosmos;

namespace SalesPerf.Platform.Tests.Documents.Cosmos;

public sealed class CosmosRangeTests
{
    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RangeQuery Whole = new("p", "note");

    [Fact]
    public void Given_a_window_when_asked_then_it_is_the_one_query_with_from_inclusive_and_to_exclusive()
    {
        var (text, pk, from, to) = Of(Whole with { From = March, To = March.AddDays(1) });

        Assert.Equal("SELECT * FROM c WHERE c.pk = @pk AND c.sort >= @a AND c.sort < @b ORDER BY c.sort", text);
        Assert.Equal(("p", "note~2026-03-01T00:00:00.0000000Z", "note~2026-03-02T00:00:00.0000000Z"), (pk, from, to));
    }

    [Fact]
    public void Given_ids_when_asked_then_each_is_a_parameter_whatever_is_in_it()
    {
        var definition = CosmosRange.Named("p", ["a", "'); --"]);

        Assert.Equal("SELECT * FROM c WHERE c.pk = @pk AND c.id IN (@id0, @id1)", definition.QueryText);
        Assert.Equal([("@pk", "p"), ("@id0", "a"), ("@id1", "'); --")], definition.GetQueryParameters().Select(parameter => (parameter.Name, (string)parameter.Value)));
    }

    [Fact]
    public void Given_no_bounds_when_asked_then_every_document_of_the_kind_lies_between_and_none_of_another()
    {
        var (_, _, from, to) = Of(Whole);

        Assert.True(Between(DocumentSort.Key("note", DateTimeOffset.MinValue, "a")));
        Assert.True(Between(DocumentSort.Key("note", DateTimeOffset.MaxValue, "\U0010FFFF")));
        Assert.False(Between(DocumentSort.Key("note2", March, "a")));
        Assert.False(Between(DocumentSort.Key("not", March, "a")));

        bool Between(string sort) => string.CompareOrdinal(sort, from) >= 0 && string.CompareOrdinal(sort, to) < 0;
    }

    [Fact]
    public void Given_a_continuation_when_asked_upwards_then_it_starts_after_the_last_document()
    {
        var (text, _, from, to) = Of(Whole with { To = March.AddDays(1), Continuation = RangeContinuation.After(Whole with { To = March.AddDays(1) }, March, "x") });

        Assert.Contains("c.sort > @a", text, StringComparison.Ordinal);
        Assert.Equal((DocumentSort.Key("note", March, "x"), "note~2026-03-02T00:00:00.0000000Z"), (from, to));
    }

    [Fact]
    public void Given_a_continuation_when_asked_downwards_then_it_ends_before_the_last_document()
    {
        var down = Whole with { Descending = true, From = March };
        var (text, _, from, to) = Of(down with { Continuation = RangeContinuation.After(down, March.AddHours(1), "x") });

        Assert.Contains("c.sort >= @a AND c.sort < @b ORDER BY c.sort DESC", text, StringComparison.Ordinal);
        Assert.Equal(("note~2026-03-01T00:00:00.0000000Z", DocumentSort.Key("note", March.AddHours(1), "x")), (from, to));
    }

    [Fact]
    public void Given_the_continuation_of_another_query_when_asked_then_it_is_an_error() =>
        Assert.Throws<ArgumentException>(() => CosmosRange.Query(Whole with { Pk = "q", Continuation = RangeContinuation.After(Whole, March, "x") }));

    private static (string Text, string Pk, string From, string To) Of(RangeQuery query)
    {
        var definition = CosmosRange.Query(query);
        var values = definition.GetQueryParameters().ToDictionary(parameter => parameter.Name, parameter => (string)parameter.Value);
        return (definition.QueryText, values["@pk"], values["@a"], values["@b"]);
    }
}
