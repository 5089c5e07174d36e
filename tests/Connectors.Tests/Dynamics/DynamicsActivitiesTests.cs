using SalesPerf.Domain.Activities;
using static SalesPerf.Connectors.Tests.Dynamics.DynamicsRequests;

namespace SalesPerf.Connectors.Tests.Dynamics;

public sealed class DynamicsActivitiesTests
{
    private static readonly string Completed = Option("statecode", 1) + "," + Option("statuscode", 2);

    [Fact]
    public void Read_PhonecallCompleted_TakesTheRestFromItsImage()
    {
        var image = Image("PostEntityImages", string.Join(',', Reference("ownerid", "systemuser", Owner), Reference("regardingobjectid", "opportunity", Account), Pair("directioncode", "true"), Pair("actualdurationminutes", "3"), Pair("actualend", "\"\\/Date(1772352000000)\\/\"")));
        var activity = Activity(Context("Update", "phonecall", Target(Completed, "phonecall"), image));
        Assert.Equal(("call.completed", At.AddHours(-1), Owner, Account), (activity.Type, activity.OccurredAt, activity.Owner, activity.Deal));
        Assert.Null(activity.RecordType);
        Assert.Equal(
            [("direction", "outbound"), ("durationSeconds", "180"), ("objectId", RecordId), ("objectType", "phonecall"), ("outcome", "2")],
            activity.Attributes!.Select(attribute => (attribute.Key, attribute.Value)));
    }

    [Theory]
    [InlineData("phonecall", "call.completed")]
    [InlineData("appointment", "meeting.held")]
    [InlineData("task", "task.completed")]
    public void Read_ActivityCompleted_CountsOnce(string table, string type)
    {
        Assert.Equal((type, User), (Activity(Context("Update", table, Target(Completed, table))).Type, Activity(Context("Update", table, Target(Completed, table))).Owner));
        Assert.Equal(type, Activity(Context("Create", table, Target(Completed + "," + Reference("ownerid", "systemuser", Owner), table))).Type);
        var state = Reference("EntityMoniker", table, RecordId) + "," + Option("State", 1) + "," + Option("Status", 2);
        Assert.Equal(type, Activity(Context("Update", table, Target(Pair("modifiedon", "\"\\/Date(1772355600000)\\/\""), table), ",\"ParentContext\":" + Context("SetState", table, state))).Type);
        foreach (var ignored in new[]
        {
            Context("SetState", table, state),
            Context("Create", table, Target(Option("statecode", 0), table)),
            Context("Update", table, Target(Pair("subject", "\"x\""), table)),
            Context("Update", table, Target(Option("statecode", 2), table)),
            Context("Update", table, Target(Completed, table), Image("PreEntityImages", Option("statecode", 1))),
            Context("Delete", table, Reference("Target", table, RecordId)),
            Context("Assign", table, Reference("Target", table, RecordId)),
        })
        {
            Assert.NotEmpty(Reason(ignored));
        }
    }

    [Fact]
    public void Read_MailThatWasCreatedAsSentAndThenSent_CountsOnce()
    {
        var created = Activity(Context("Create", "email", Target(Pair("directioncode", "true") + "," + Option("statecode", 1), "email")));
        var sent = Activity(Context("Send", "email", Pair("IssueSend", "true")));
        Assert.Equal(("email.sent", "email.sent"), (created.Type, sent.Type));
        Assert.True(ActivityContent.AreEqual(created, sent));
    }

    [Fact]
    public void Read_Appointment_IsHeldAtItsEndUnlessThatIsAhead()
    {
        Assert.Equal(At.AddHours(-1), Activity(Context("Update", "appointment", Target(Completed + "," + Pair("scheduledend", "\"\\/Date(1772352000000)\\/\""), "appointment"))).OccurredAt);
        Assert.Equal(At, Activity(Context("Update", "appointment", Target(Completed + "," + Pair("scheduledend", "\"\\/Date(1772359200000)\\/\""), "appointment"))).OccurredAt);
    }

    [Fact]
    public void Read_Email_IsSentOrReplied()
    {
        var index = "\"AdsVwpL5ONLu6jv2TDGnkvoHqA0h7wAAAAAA\"";
        var received = Activity(Context("Create", "email", Target(string.Join(',', Pair("directioncode", "false"), Option("statecode", 1), Reference("ownerid", "systemuser", Owner), Reference("regardingobjectid", "lead", Account), Pair("baseconversationindexhash", "-1234"), Pair("conversationindex", index)), "email")));
        Assert.Equal(("email.replied", Owner, Account, "-1234"), (received.Type, received.Owner, received.Contact, received.Conversation));
        var hex = new string('a', 50);
        var sent = Activity(Context("Create", "email", Target(string.Join(',', Pair("directioncode", "true"), Option("statecode", 1), Pair("conversationindex", $"\"{hex}\"")), "email")));
        Assert.Equal(("email.sent", new string('A', 44)), (sent.Type, sent.Conversation));
        Assert.Equal(("email.sent", RecordId), (Activity(Context("Send", "email", Pair("EmailId", $"\"{RecordId}\"") + "," + Pair("IssueSend", "true"))).Type, sent.Attributes!["objectId"]));
        Assert.NotEmpty(Reason(Context("Create", "email", Target(Pair("directioncode", "true") + "," + Option("statecode", 0), "email"))));
        Assert.NotEmpty(Reason(Context("Update", "email", Target(Completed, "email"))));
    }

    [Fact]
    public void Read_Prospect_IsCreatedAndQualified()
    {
        var created = Activity(Context("Create", "lead", Target(Reference("ownerid", "systemuser", Owner), "lead")));
        Assert.Equal(("prospect.created", RecordId, Owner), (created.Type, created.Contact, created.Owner));
        Assert.Equal("prospect.qualified", Activity(Context("Update", "lead", Target(Option("statecode", 1), "lead"))).Type);
        var contact = Activity(Context("Create", "contact", Target(Reference("ownerid", "systemuser", Owner) + "," + Reference("parentcustomerid", "account", Account), "contact")));
        Assert.Equal(("prospect.created", RecordId, Account), (contact.Type, contact.Contact, contact.Account));
        foreach (var ignored in new[]
        {
            Context("Create", "contact", Target(Reference("originatingleadid", "lead", Owner), "contact")),
            Context("Update", "lead", Target(Option("statecode", 2), "lead")),
            Context("QualifyLead", "lead", ""),
            Context("Update", "contact", Target(Pair("firstname", "\"x\""), "contact")),
            Context("Create", "new_visit", Target(Completed, "new_visit")),
            Context("UpdateMultiple", "opportunity", ""),
        })
        {
            Assert.NotEmpty(Reason(ignored));
        }
    }

    [Fact]
    public void Read_CutActivity_IsIgnoredAndSaysThatItMustBeFetched()
    {
        (string, string)[] cut = [("x-ms-dynamics-msg-size-exceeded", "true")];
        Assert.Contains("fetched", Reason(Context("Create", "email", ""), cut), StringComparison.Ordinal);
        Assert.Contains("fetched", Reason(Context("Update", "task", ""), cut), StringComparison.Ordinal);
        Assert.Equal("prospect.created", Activity(Context("Create", "lead", ""), cut).Type);
    }

    [Fact]
    public void Read_PublishedSample_IsIgnored()
    {
        if (Samples.Shared("crm/dynamics/contact-update-async-postoperation.json") is not { } sample)
        {
            return;
        }

        var body = File.ReadAllText(sample);
        Assert.NotEmpty(Reason(body));

        // The same capture as a creation: every part of its form is understood.
        var created = Activity(body.Replace("\"MessageName\": \"Update\"", "\"MessageName\": \"Create\"", StringComparison.Ordinal));
        Assert.Equal(("prospect.created", "6d81597f-0f9f-e711-8122-000d3aa2331c", "75c2dd85-e89e-e711-8122-000d3aa2331c"), (created.Type, created.Contact, created.Owner));
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1506384247000), created.OccurredAt);
    }
}
