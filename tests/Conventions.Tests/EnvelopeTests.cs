using System.Text.Json;
using SalesPerf.Platform.Documents;
using SalesPerf.Platform.Documents.Cosmos;

namespace SalesPerf.Conventions.Tests;

public sealed class EnvelopeTests
{
    /// <summary>Cosmos DB takes an item without a lower-case <c>id</c> for one without an id.</summary>
    [Fact]
    public void Given_a_document_when_stored_in_Cosmos_then_its_id_is_lower_case()
    {
        using var item = JsonDocument.Parse(CosmosEnvelope.Write(new Document("p", "a", "kind", DateTimeOffset.UnixEpoch, 1, "{}"u8.ToArray()), 1));
        Assert.Equal("a", item.RootElement.GetProperty("id").GetString());
        Assert.DoesNotContain(item.RootElement.EnumerateObject(), property => property.Name.Any(char.IsUpper));
    }
}
