using Microsoft.AspNetCore.Http;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Tests.Storage;

public sealed class TypedDocumentsTests
{
    [Theory]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("null")]
    public void Open_BodyOfAnotherShape_IsAFailureOfOursAndNoBadRequest(string body)
    {
        var document = new Document("p", "d", "k", TypedDocuments.Timeless, 1, System.Text.Encoding.UTF8.GetBytes(body));

        var thrown = Assert.Throws<InvalidDataException>(() => TypedDocuments.Open<string[]>(document));

        Assert.Contains("Document d in p", thrown.Message);
        Assert.Equal(500, ProblemMapper.Map(thrown, new DefaultHttpContext()).Status);
    }
}
