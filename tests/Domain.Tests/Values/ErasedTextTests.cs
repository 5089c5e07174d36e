using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Tests.Values;

public sealed class ErasedTextTests
{
    [Theory]
    [InlineData("amy-lee and Amy", "*** and ***")]
    [InlineData("AMY LEE, amy lee.", "*** ***, *** ***.")]
    [InlineData("Amyloid", "Amyloid")]
    public void Replace_MarksWholeWordsOnly(string text, string expected)
    {
        var replaced = ErasedText.Replace(text, ["amy-lee", "Amy", "Lee"]);

        Assert.Equal(expected, replaced);
        Assert.False(ErasedText.IsIn(replaced, ["amy-lee", "Amy", "Lee"]));
    }

    [Fact]
    public void Replace_NameWithoutLetters_FindsNothingAndEnds() =>
        Assert.Equal("a *** b", ErasedText.Replace("a *** b", ["***", "---", ""]));

    [Theory]
    [InlineData("""{"owner":"42"}""", "42", true)]
    [InlineData("""{"propertyName":"hubspot_owner_id","propertyValue":"42"}""", "42", true)]
    [InlineData("""{"amount":"42","owner":"421"}""", "42", false)]
    [InlineData("The server answered 503 on 2026-11-22.", "503", false)]
    [InlineData("""{"userId":"0055g00000Ab1CdEFG"}""", "0055g00000Ab1CdEFG", true)]
    public void HasOwner_ShortIdsOnlyWhereAnOwnerIsSpokenOf(string text, string owner, bool expected) =>
        Assert.Equal(expected, ErasedText.HasOwner(text, owner));

    [Theory]
    [InlineData("Amy Lee", true)]
    [InlineData("amy@example.com", true)]
    [InlineData("Partner", false)]
    public void IsTelling_OneWordMayBeAnything(string text, bool expected) => Assert.Equal(expected, ErasedText.IsTelling(text));
}
