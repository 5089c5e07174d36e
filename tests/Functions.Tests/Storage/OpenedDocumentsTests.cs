using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Storage;

public sealed class OpenedDocumentsTests
{
    private readonly OpenedDocuments opened = new();

    [Fact]
    public void Given_something_read_again_and_again_when_much_more_is_read_once_then_it_stays_parsed()
    {
        var wanted = Document("wanted", "1", 1_000);
        var first = opened.Open<string>(wanted).Value;

        // 12 MB, a scorecard's reader coming in between.
        for (var number = 0; number < 240; number++)
        {
            opened.Open<string>(Document($"other-{number}", "1", 50_000));
            if (number % 10 == 0)
            {
                Assert.Same(first, opened.Open<string>(wanted).Value);
            }
        }
    }

    [Fact]
    public void Given_something_not_asked_for_when_much_else_is_read_then_it_is_not_kept()
    {
        var first = opened.Open<string>(Document("once", "1", 1_000)).Value;
        for (var number = 0; number < 240; number++)
        {
            opened.Open<string>(Document($"other-{number}", "1", 50_000));
        }

        Assert.NotSame(first, opened.Open<string>(Document("once", "1", 1_000)).Value);
    }

    [Fact]
    public void Given_another_version_when_opened_then_it_is_that()
    {
        Assert.Equal(3, opened.Open<string>(Document("one", "1", 3)).Value.Length);
        Assert.Equal(5, opened.Open<string>(Document("one", "2", 5)).Value.Length);
        Assert.Equal(3, opened.Open<string>(Document("one", "1", 3)).Value.Length);
    }

    private static Document Document(string id, string tag, int length) =>
        TypedDocuments.New("p", id, "note", TypedDocuments.Timeless, new string('x', length)) with { ETag = tag };
}
