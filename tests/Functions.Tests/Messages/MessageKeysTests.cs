using SalesPerf.Domain.Activities;
using SalesPerf.Functions.Activities;
using SalesPerf.Functions.Messages;

namespace SalesPerf.Functions.Tests.Messages;

public sealed class MessageKeysTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Given_a_nudge_when_logged_then_its_ids_are()
    {
        Assert.Equal("person=r-07 run=2026-11-22T02:00:00Z", MessageKeys.Of(Envelopes.Message("t", new EvaluationKey("r-07", ["2026-10"], Now), Now).Body));
        Assert.Equal("manager=m-emea week=2026-W46", MessageKeys.Of(Envelopes.Message("t", new DigestKey("m-emea", "2026-W46"), Now).Body));
        Assert.Equal("source=crm type=deal id=7410028", MessageKeys.Of(Envelopes.Message("t", new RecordKey("crm", "deal", "7410028"), Now).Body));
    }

    [Fact]
    public void Given_an_activity_when_logged_then_its_key_is_and_nobodys_name_or_address()
    {
        var activity = new Activity
        {
            Source = "crm",
            Key = "k1",
            Type = "email.sent",
            OccurredAt = Now,
            ReceivedAt = Now,
            Owner = "ann@example.com",
            Contact = "bob@example.com",
            Attributes = new() { ["person"] = "Ann Abara", ["id"] = "ann@example.com" },
        };

        var keys = MessageKeys.Of(Envelopes.Message(ActivityEnvelope.Type, activity, Now).Body);

        Assert.Equal("source=crm key=k1 type=email.sent", keys);
        Assert.Equal("source=crm", MessageKeys.Of(Envelopes.Message("t", new IdentityKey("crm", "ann@example.com"), Now).Body));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no json")]
    [InlineData("[1,2]")]
    [InlineData("{\"data\":3}")]
    [InlineData("{\"data\":{\"person\":\"a\"")]
    public void Given_what_is_no_message_when_logged_then_it_says_nothing(string body) => Assert.Equal("", MessageKeys.Of(body));

    [Theory]
    [InlineData("a@b.example", "…")]
    [InlineData("a\r\nfake line", "a__fake_line")]
    public void Given_an_id_that_is_an_address_or_more_than_a_word_when_logged_then_it_is_neither(string id, string expected) => Assert.Equal(expected, MessageKeys.Shown(id));
}
