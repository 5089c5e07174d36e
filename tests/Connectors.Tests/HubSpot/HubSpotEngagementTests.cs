using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using static SalesPerf.Connectors.Tests.HubSpot.HubSpotRequests;

namespace SalesPerf.Connectors.Tests.HubSpot;

/// <summary>Calls (0-48), meetings (0-47) and tasks (0-27), whose properties come in messages of their own.</summary>
public sealed class HubSpotEngagementTests
{
    private const string Call = "\"objectTypeId\":\"0-48\",";
    private const string Meeting = "\"objectTypeId\":\"0-47\",";
    private const string Task = "\"objectTypeId\":\"0-27\",";
    private const long At = 1772355600000; // 2026-03-01T09:00:00Z

    [Theory]
    [InlineData("object.creation", "0-48", "call.created", "countsAs=call.completed done=true")]
    [InlineData("object.creation", "0-47", "meeting.created", "countsAs=meeting.held")]
    [InlineData("object.creation", "0-27", "task.created", "countsAs=task.completed")]
    [InlineData("object.deletion", "0-48", "call.deleted", "countsAs=call.completed")]
    [InlineData("object.restore", "0-27", "task.restored", "countsAs=task.completed")]
    [InlineData("call.creation", "", "call.created", "countsAs=call.completed done=true")]
    public void Read_LifeOfAnEngagement_ChangesItsRecord(string type, string objectType, string expected, string fields)
    {
        var activity = Activity(Event(type, objectType.Length == 0 ? "" : $"\"objectTypeId\":\"{objectType}\","));

        Assert.Equal((expected, expected.Split('.')[0], "741141656", (string?)null), (activity.Type, activity.RecordType, activity.RecordId, activity.Deal));
        Assert.Equal(fields, Fields(activity));
        Assert.Equal("741141656", activity.Attributes!["objectId"]);
    }

    [Theory]
    [InlineData(Call, "hubspot_owner_id", "4521", "owner=4521")]
    [InlineData(Call, "hubspot_owner_id", "", "owner=")]
    [InlineData(Call, "hs_call_status", "COMPLETED", "done=true")]
    [InlineData(Call, "hs_call_status", "NO_ANSWER", "done=false")]
    [InlineData(Call, "hs_call_status", "", "done=")]
    [InlineData(Call, "hs_timestamp", "1772355600000", "at=2026-03-01T09:00:00.0000000Z")]
    [InlineData(Call, "hs_timestamp", "2026-03-01T10:00:00+01:00", "at=2026-03-01T09:00:00.0000000Z")]
    [InlineData(Call, "hs_call_disposition", "f240bbac-87c9-4f6e-bf70-924b57d47db7", "outcome=f240bbac-87c9-4f6e-bf70-924b57d47db7")]
    [InlineData(Call, "hs_call_disposition", "", "outcome=")]
    [InlineData(Call, "hs_call_direction", "OUTBOUND", "direction=outbound")]
    [InlineData(Call, "hs_call_duration", "65500", "durationSeconds=65.5")]
    [InlineData(Meeting, "hs_meeting_outcome", "COMPLETED", "done=true")]
    [InlineData(Meeting, "hs_meeting_outcome", "NO_SHOW", "done=false")]
    [InlineData(Meeting, "hs_meeting_end_time", "1772355600000", "at=2026-03-01T09:00:00.0000000Z")]
    [InlineData(Task, "hs_task_status", "IN_PROGRESS", "done=false")]
    [InlineData(Task, "hs_task_completion_date", "1772355600000", "at=2026-03-01T09:00:00.0000000Z")]
    public void Read_Property_SetsOneField(string objectType, string property, string value, string expected)
    {
        var activity = Activity(Change(objectType, property, value));

        Assert.Equal($"{activity.RecordType}.changed", activity.Type);
        Assert.Equal(expected, Fields(activity).Split(' ').Single(field => !field.StartsWith("countsAs", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(Call, "hs_timestamp", "soon")]
    [InlineData(Call, "hs_timestamp", "-5")]
    [InlineData(Call, "hs_call_duration", "long")]
    [InlineData(Meeting, "hs_meeting_end_time", "99999999999999")]
    public void Read_ImpossibleValue_IsRejectedByPointer(string objectType, string property, string value) =>
        Assert.Equal(["/propertyValue"], Pointers(Change(objectType, property, value)));

    [Theory]
    [InlineData(Task, "hs_timestamp")] // when it is due
    [InlineData(Meeting, "hs_call_status")]
    [InlineData(Call, "hs_call_body")]
    public void Read_PropertyThatSaysNothing_IsIgnored(string objectType, string property) =>
        Assert.IsType<IgnoredItem>(Assert.Single(Items($"[{Change(objectType, property, "1")}]")));

    [Fact]
    public void Read_AMappedKind_CountsAsThat()
    {
        var source = HubSpotRequests.Source with { Mapping = new Domain.Sources.SourceMapping { ActivityTypes = new() { ["call"] = "demo.given", ["task"] = null } } };

        Assert.Equal("countsAs=demo.given done=true", Fields(Only(Event("object.creation", Call), source) is ReadActivity read ? read.Activity : null!));
        Assert.Equal("The source's mapping ignores task.", Assert.IsType<IgnoredItem>(Only(Change(Task, "hs_task_status", "COMPLETED"), source)).Reason);
    }

    [Fact]
    public void Read_AllMessagesOfACall_FoldToOneActivity()
    {
        string[] told = [Event("object.creation", Call), Change(Call, "hubspot_owner_id", "4521"), Change(Call, "hs_call_status", "COMPLETED"), Change(Call, "hs_timestamp", "1772352000000")];
        var changes = told.Select(Activity).ToArray();

        foreach (var order in new[] { changes, [.. changes.Reverse()] })
        {
            var folded = ActivityFold.Fold(DealFold.Add(null, "hs", "741141656", order, "call"), DateTimeOffset.MaxValue)!;
            Assert.Equal(("call.completed", "4521", DateTimeOffset.FromUnixTimeMilliseconds(At).AddHours(-1)), (folded.Type, folded.Owner, folded.OccurredAt));
        }
    }

    private static ReadItem Only(string item, Domain.Sources.Source source) =>
        Assert.Single(Assert.IsType<ConnectorResult.Accepted>(Read(Version3(Samples.Utf8($"[{item}]")), source)).Items);

    private static string Change(string objectType, string property, string value) =>
        Event("object.propertyChange", $"{objectType}\"propertyName\":\"{property}\",\"propertyValue\":\"{value}\",");

    private static string Fields(Activity activity) => string.Join(' ', activity.Fields!.Select(field => $"{field.Key}={field.Value}"));

    private static string Event(string type, string members = "") =>
        $$"""{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":{{At}},"subscriptionType":"{{type}}",{{members}}"attemptNumber":0,"objectId":741141656}""";
}
