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
    [InlineData("ann.lee@acme.com", "ann.lee@acme.com")]
    [InlineData("x_lee@acme.com 7-lee@acme.com a+lee@acme.com b%lee@acme.com", "x_lee@acme.com 7-lee@acme.com a+lee@acme.com b%lee@acme.com")]
    [InlineData("lee@acme.com.au lee@acme.com-x", "lee@acme.com.au lee@acme.com-x")]
    [InlineData("<LEE@acme.com>, -lee@acme.com. lee@acme.com", "<***>, -***. ***")]
    public void Replace_Address_WholeAddressesOnly(string text, string expected) => Assert.Equal(expected, ErasedText.Replace(text, ["lee@acme.com"]));

    [Theory]
    [InlineData("Mary-Ann Lee", "Mary-Ann Lee")]
    [InlineData("Ann Lee-Smith", "Ann Lee-Smith")]
    [InlineData("Ann Lee's call-2026-Ann Lee- Ann Lee-2", "***'s call-2026-***- ***-2")]
    public void Replace_Name_NotInsideADoubleName(string text, string expected) => Assert.Equal(expected, ErasedText.Replace(text, ["Ann Lee"]));

    [Theory]
    [InlineData("Ada Lovelace-King called", "*** called")]
    [InlineData("Ada Lovelace King called Ada Lovelace", "*** called ***")]
    public void Replace_NamesThatBeginTheSame_TheLongestFirst(string text, string expected) =>
        Assert.Equal(expected, ErasedText.Replace(text, ["Ada Lovelace", "Ada Lovelace-King", "Ada Lovelace King"]));

    [Theory]
    [InlineData("Document 1 in who~crm~42 cannot be read.", true)]
    [InlineData("It is in who~crm~42.", true)]
    [InlineData("Document 1 in who~crm~421 cannot be read.", false)]
    [InlineData("Document 1 in who~crm~42-a cannot be read.", false)]
    [InlineData("Document 1 in who~crm~42.7 cannot be read.", false)]
    public void HasKey_WholeKeysOnly(string text, bool expected) => Assert.Equal(expected, ErasedText.HasKey(text, "who~crm~42"));

    [Theory]
    [InlineData("""{"owner":"2","account":"a1","amount":"42"}""", "42", false)]
    [InlineData("""{"owner":"42-7"}""", "42", false)]
    [InlineData("""{"owner":42.5}""", "42", false)]
    [InlineData("""{"ownerId": 42, "amount": 7}""", "42", true)]
    [InlineData("""{"data":"{\"owner\":\"42\"}"}""", "42", true)]
    [InlineData("""{"owner":{"id":"42"},"owners":["2"]}""", "42", true)]
    [InlineData("""{"owners":["42"]}""", "42", true)]
    [InlineData("type=call&owner=42&amount=7", "42", true)]
    [InlineData("""{"propertyValue":"42","propertyName":"hubspot_owner_id"}""", "42", true)]
    [InlineData("""{"propertyName":"amount","propertyValue":"42"}""", "42", false)]
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
