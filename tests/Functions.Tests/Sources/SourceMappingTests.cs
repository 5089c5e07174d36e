using System.Text.Json;
using static SalesPerf.Functions.Tests.Sources.SourceHost;

namespace SalesPerf.Functions.Tests.Sources;

[Collection(SourceTests.Name)]
public sealed class SourceMappingTests(SourceHost host)
{
    /// <summary>Bodies that each provider posts, with words of the customer's own in them: what is mapped, and what becomes of it.</summary>
    public static TheoryData<string, string, string, string> Payloads => new()
    {
        {
            "pipedrive",
            "\"activityTypes\":{\"demo\":\"meeting.held\"}",
            """{"meta":{"action":"create","entity":"activity","entity_id":"5","company_id":"1","id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","timestamp":"2026-06-30T09:00:00Z"},"data":{"id":5,"type":"demo","done":true,"owner_id":9},"previous":null}""",
            "meeting.held"
        },
        {
            "pipedrive",
            "\"activityTypes\":{\"call\":null}",
            """{"meta":{"action":"create","entity":"activity","entity_id":"5","company_id":"1","id":"6ba7b810-9dad-11d1-80b4-00c04fd430c9","timestamp":"2026-06-30T09:00:00Z"},"data":{"id":5,"type":"call","done":true,"owner_id":9},"previous":null}""",
            "The source's mapping ignores call."
        },
        {
            "pipedrive",
            "\"fields\":{\"margin\":\"dcf558aac1ae4e8c4f849ba5e668430d8df9be12\"}",
            """{"meta":{"action":"create","entity":"deal","entity_id":"5","company_id":"1","id":"6ba7b810-9dad-11d1-80b4-00c04fd430ca","timestamp":"2026-06-30T09:00:00Z"},"data":{"id":5,"value":100,"custom_fields":{"dcf558aac1ae4e8c4f849ba5e668430d8df9be12":{"type":"monetary","value":40.5,"currency":"EUR"}}},"previous":null}""",
            """{"amount":"100","margin":"40.5"}"""
        },
        {
            "hubspot",
            "\"fields\":{\"amount\":\"acv\",\"margin\":\"gross_margin\"}",
            """[{"portalId":7,"occurredAt":1782810000000,"subscriptionType":"deal.propertyChange","objectId":55,"propertyName":"gross_margin","propertyValue":"12.5"},{"portalId":7,"occurredAt":1782810000000,"subscriptionType":"deal.propertyChange","objectId":55,"propertyName":"amount","propertyValue":"7"},{"portalId":7,"occurredAt":1782810000000,"subscriptionType":"deal.propertyChange","objectId":55,"propertyName":"acv","propertyValue":"9"}]""",
            """{"margin":"12.5"} | The property is not used. | {"amount":"9"}"""
        },
        {
            "hubspot",
            "\"activityTypes\":{\"meeting\":\"meeting.booked\"}",
            """[{"portalId":7,"occurredAt":1782810000000,"subscriptionType":"object.creation","objectTypeId":"0-47","objectId":55}]""",
            """{"countsAs":"meeting.booked","done":"true"}"""
        },
        {
            "salesforce",
            "\"fields\":{\"margin\":\"Margin__c\"},\"activityTypes\":{\"LinkedIn\":\"message.sent\"}",
            """[{"ChangeEventHeader":{"entityName":"Opportunity","recordIds":["0067F00000107XsUAI"],"changeType":"CREATE","transactionKey":"k1","sequenceNumber":1,"commitTimestamp":1782810000000},"Amount":10,"Margin__c":4},{"ChangeEventHeader":{"entityName":"Task","recordIds":["00T7F00000107XsUAI"],"changeType":"CREATE","transactionKey":"k1","sequenceNumber":2,"commitTimestamp":1782810000000},"Status":"Completed","TaskSubtype":"LinkedIn"}]""",
            """{"amount":"10","margin":"4"} | {"countsAs":"message.sent","done":"true"}"""
        },
        {
            "monday",
            "\"fields\":{\"margin\":\"numbers3\",\"stage\":\"status7\"}",
            """{"event":{"type":"create_pulse","boardId":77,"pulseId":5,"triggerUuid":"u1","triggerTime":"2026-06-30T09:00:00Z","columnValues":{"numbers3":{"value":12},"status7":{"label":{"text":"Offer"}},"status":{"label":{"text":"Other"}}}}}""",
            """{"margin":"12","stage":"Offer"}"""
        },
        {
            "zoho",
            "\"fields\":{\"margin\":\"Gewinn\"}",
            """{"token":"t","module":"Deals","operation":"update","server_time":1782810000000,"ids":["1"],"affected_values":[{"record_id":"1","values":{"Gewinn":5.25}}]}""",
            """{"margin":"5.25"}"""
        },
        {
            "close",
            "\"fields\":{\"margin\":\"custom.cf_m\"},\"activityTypes\":{\"activity.sms.sent\":\"message.sent\"}",
            """{"event":{"id":"ev_1","object_type":"opportunity","object_id":"oppo_1","action":"created","date_created":"2026-06-30T09:00:00","date_updated":"2026-06-30T09:00:00","data":{"value":5000,"custom.cf_m":12}}}""",
            """{"amount":"50","margin":"12"}"""
        },
        {
            "outreach",
            "\"fields\":{\"margin\":\"custom1\"},\"activityTypes\":{\"in_person\":\"meeting.held\"}",
            """{"data":{"type":"task","id":1,"attributes":{"completedAt":"2026-06-30T09:00:00Z","taskType":"in_person"}},"meta":{"eventName":"task.completed","jobId":"j"}}""",
            "meeting.held"
        },
        {
            "salesloft",
            "\"activityTypes\":{\"in_person\":\"meeting.held\"}",
            """{"id":1,"task_type":"in_person","updated_at":"2026-06-30T09:00:00Z","completed_at":"2026-06-30T09:00:00Z"}""",
            """{"at":"2026-06-30T09:00:00.0000000Z","countsAs":"meeting.held","done":"true","taskType":"in_person"}"""
        },
        {
            "dynamics",
            "\"activityTypes\":{\"new_demo\":\"demo.given\"}",
            """{"MessageName":"Create","PrimaryEntityName":"new_demo","PrimaryEntityId":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","OperationId":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","OperationCreatedOn":"\/Date(1782810000000)\/","Stage":40,"InputParameters":[{"key":"Target","value":{"__type":"Entity:http://schemas.microsoft.com/xrm/2011/Contracts","Attributes":[{"key":"statecode","value":{"__type":"OptionSetValue:http://schemas.microsoft.com/xrm/2011/Contracts","Value":1}}],"Id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","LogicalName":"new_demo"}}]}""",
            "demo.given"
        },
        {
            "dynamics",
            "\"fields\":{\"margin\":\"new_margin\"}",
            """{"MessageName":"Create","PrimaryEntityName":"opportunity","PrimaryEntityId":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","OperationId":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","OperationCreatedOn":"\/Date(1782810000000)\/","Stage":40,"InputParameters":[{"key":"Target","value":{"__type":"Entity:http://schemas.microsoft.com/xrm/2011/Contracts","Attributes":[{"key":"new_margin","value":{"__type":"Money:http://schemas.microsoft.com/xrm/2011/Contracts","Value":7}}],"Id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","LogicalName":"opportunity"}}]}""",
            """{"margin":"7"}"""
        },
        {
            "gong",
            "\"owner\":\"mail\",\"activityTypes\":{\"call\":\"meeting.held\"}",
            """{"callData":{"metaData":{"id":"1","started":"2026-06-30T09:00:00Z","primaryUserId":"u1"},"parties":[{"userId":"u1","emailAddress":"Ann@Example.com","affiliation":"Internal"}]}}""",
            "meeting.held m."
        },
        {
            "aircall",
            "\"owner\":\"mail\"",
            """{"event":"call.ended","token":"t","data":{"id":1,"direction":"outbound","ended_at":1782810000,"user":{"id":4,"email":"ann@example.com"}}}""",
            "call.completed m."
        },
    };

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task Given_a_mapping_when_the_provider_posts_its_customers_words_then_they_mean_what_it_says(string provider, string mapping, string payload, string expected)
    {
        var source = $"map-{provider}-{Math.Abs(StringComparer.Ordinal.GetHashCode(mapping))}";
        await host.PutAsync(source, provider, $$""","mapping":{{{mapping}}}""");

        var (status, preview) = await host.PreviewAsync(source, payload, ("x-salesloft-event", "task_completed"));

        Assert.Equal(200, status);
        Assert.Equal(expected, string.Join(" | ", preview.GetProperty("items").EnumerateArray().Select(Said)));
    }

    [Fact]
    public async Task Given_a_stage_of_two_pipelines_when_both_come_then_each_means_what_its_pipeline_says()
    {
        await host.PutAsync("map-pipelines", "pipedrive", ""","stages":{"1/9":{"outcome":"won"},"2/9":{"outcome":"lost"},"9":{"outcome":"open"}}""");

        Assert.Equal(["1/9 won", "2/9 lost", "9 open"], [await MeaningAsync(1), await MeaningAsync(2), await MeaningAsync(3)]);

        async Task<string> MeaningAsync(int pipeline)
        {
            var (_, preview) = await host.PreviewAsync(
                "map-pipelines",
                $$$"""{"meta":{"action":"create","entity":"deal","entity_id":"5","company_id":"1","id":"6ba7b810-9dad-11d1-80b4-00c04fd430ca","timestamp":"2026-06-30T09:00:00Z"},"data":{"id":5,"stage_id":9,"pipeline_id":{{{pipeline}}}},"previous":null}""");
            var item = preview.GetProperty("items")[0];
            var words = item.GetProperty("meaning")[0].GetString()!.Split(' ', ':');
            return $"{item.GetProperty("activity").GetProperty("fields").GetProperty("stage").GetString()} {words[3]}";
        }
    }

    /// <summary>A retry over a change of the mapping is still the same event.</summary>
    [Fact]
    public async Task Given_an_event_that_is_stored_when_it_comes_again_under_another_mapping_then_it_is_a_repeat()
    {
        const string done = """{"meta":{"action":"create","entity":"activity","entity_id":"5","company_id":"1","id":"6ba7b810-9dad-11d1-80b4-00c04fd430cb","timestamp":"2026-06-30T09:00:00Z"},"data":{"id":5,"type":"call","done":true,"owner_id":9},"previous":null}""";
        await host.PutAsync("map-again", "pipedrive");
        Assert.Equal(202, (await host.PostAsync("map-again", done, Basic())).Status);
        for (var turn = 0; turn < 5_000 && await KeyAsync() == "new"; turn++)
        {
            await Task.Yield();
        }

        await host.PutAsync("map-again", "pipedrive", ""","mapping":{"activityTypes":{"call":"demo.given"}}""");

        Assert.Equal("duplicate", await KeyAsync());

        async Task<string?> KeyAsync() => (await host.PreviewAsync("map-again", done)).Body.GetProperty("items")[0].GetProperty("key").GetString();
    }

    [Theory]
    [InlineData("pipedrive", """{"fields":{"margn":"x"}}""", "/mapping/fields/margn")]
    [InlineData("pipedrive", """{"fields":{"margin":"value"}}""", "/mapping/fields/margin")]
    [InlineData("pipedrive", """{"fields":{"conversation":"x"}}""", "/mapping/fields/conversation")]
    [InlineData("cloudevents", """{"fields":{"margin":"x"}}""", "/mapping/fields/margin")]
    [InlineData("pipedrive", """{"activityTypes":{"a/b":"deal.won"}}""", "/mapping/activityTypes/a~1b")]
    [InlineData("pipedrive", """{"activityTypes":{"demo":"Meeting"}}""", "/mapping/activityTypes/demo")]
    [InlineData("hubspot", """{"activityTypes":{"demo":"demo.given"}}""", "/mapping/activityTypes/demo")]
    [InlineData("hubspot", """{"owner":"mail"}""", "/mapping/owner")]
    [InlineData("gong", """{"owner":"name"}""", "/mapping/owner")]
    [InlineData("gong", """{"other":1}""", "/mapping/other")]
    public async Task Given_a_mapping_that_cannot_be_when_set_then_it_is_refused_and_says_where(string provider, string mapping, string pointer)
    {
        var (status, body) = await host.PutDocumentAsync("map-wrong", $$"""{"id":"map-wrong","provider":"{{provider}}","mapping":{{mapping}}}""");

        Assert.Equal(422, status);
        Assert.Equal(pointer, JsonDocument.Parse(body).RootElement.GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task Given_a_source_when_its_mapping_is_read_then_defaults_and_settings_are_told_apart()
    {
        await host.PutAsync("map-read", "hubspot", ""","stages":{"closedwon":{"order":9},"s1":{"outcome":"lost"}},"mapping":{"fields":{"margin":"gm"},"activityTypes":{"call":null}}""");

        var (status, mapping) = await host.GetAsync("/api/v1/sources/map-read/mapping");

        Assert.Equal(200, status);
        Assert.Contains("""{"stage":"closedwon","outcome":"won","probabilityPercent":"100","order":9,"from":"source"}""", mapping.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("""{"stage":"closedlost","outcome":"lost","probabilityPercent":"0","order":7,"from":"provider"}""", mapping.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("""{"field":"margin","name":"gm","from":"source"}""", mapping.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("""{"field":"amount","name":"amount","from":"provider"}""", mapping.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("""{"value":"call","from":"source"}""", mapping.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("""{"value":"email","type":"email.sent","from":"provider"}""", mapping.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(404, (await host.GetAsync("/api/v1/sources/map-nowhere/mapping")).Status);
    }

    /// <summary>A deal's fields, an activity's type with the beginning of an owner that is a mail address's hash, or the reason.</summary>
    private static string Said(JsonElement item)
    {
        if (!item.TryGetProperty("activity", out var activity))
        {
            return item.TryGetProperty("reason", out var reason) ? reason.GetString()! : item.GetRawText();
        }

        return activity.TryGetProperty("fields", out var fields) ? fields.GetRawText()
            : activity.TryGetProperty("owner", out var owner) && owner.GetString()!.StartsWith("m.", StringComparison.Ordinal) ? $"{activity.GetProperty("type").GetString()} m."
            : activity.GetProperty("type").GetString()!;
    }
}
