using System.Text.Json.Nodes;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Tests.Resources;

namespace SalesPerf.Functions.Tests.People;

public sealed class ImportPeopleTests : IAsyncLifetime
{
    private ResourceHost host = null!;

    public async Task InitializeAsync()
    {
        host = await ResourceHost.StartAsync();
        await host.SetAsync("/teams/emea", """{"id":"emea","name":"EMEA"}""");
    }

    public async Task DisposeAsync() => await host.DisposeAsync();

    [Fact]
    public async Task Given_good_and_bad_people_when_imported_then_the_good_are_stored_and_the_bad_told()
    {
        const string people = """
            [{"id":"boss","name":"Boss"},{"id":"ann","name":"Ann","team":"emea","manager":"boss"},
             {"id":"ben","name":"Ben","team":"none","fte":"2e400"},{"id":"ann","name":"Twice"},7,{"id":"cid","name":"Cid","manager":"ben"}]
            """;
        var answer = await host.PostAsync("/people/import", people);

        Assert.Equal(200, answer.Code);
        Assert.Equal(("2", "0"), (answer.Of("imported"), answer.Of("unchanged")));
        Assert.Equal(
            ["2 /fte", "2 /team", "3 /id", "4 ", "5 /manager"],
            answer.Body["rejected"]!.AsArray().SelectMany(row => row!["errors"]!.AsArray().Select(error => $"{row["index"]} {error!["pointer"]}")));
        Assert.Equal("boss", (await host.GetAsync("/people/ann")).Of("content/manager"));
        Assert.Equal(404, (await host.GetAsync("/people/cid")).Code);
    }

    [Fact]
    public async Task Given_an_import_when_it_is_sent_again_then_nothing_changes()
    {
        const string people = """[{"id":"ann","name":"Ann","identities":{"crm":["1"]}},{"id":"ben","name":"Ben"}]""";
        await host.PostAsync("/people/import", people);
        var commits = host.Store.Commits;
        host.Bus.Clear();
        var again = await host.PostAsync("/people/import", people);

        Assert.Equal(("0", "2"), (again.Of("imported"), again.Of("unchanged")));
        Assert.Equal(commits, host.Store.Commits);
        Assert.Empty(host.Bus.All);
    }

    [Fact]
    public async Task Given_a_table_when_imported_then_cells_become_people()
    {
        const string table = "\uFEFFid,name,mail,zone,currency,team,role,manager,fte,employedFrom,employedTo,identity:hubspot,identity:dialler\r\n"
            + "ann,\"Lee, Ann \"\"A\"\"\",ann@x.io,Europe/Berlin,EUR,emea,,,0.5,2020-01-01,2027-01-01,4521; 4522,\r\n"
            + "ben,Ben,,,,,,ann,,,,,ben@x.io";
        var answer = await host.PostAsync("/people/import", table, "text/csv");

        Assert.Equal("2", answer.Of("imported"));
        var ann = (await host.GetAsync("/people/ann")).Body["content"]!;
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse("""{"id":"ann","name":"Lee, Ann \"A\"","mail":"ann@x.io","zone":"Europe/Berlin","currency":"EUR","team":"emea","fte":"0.5","identities":{"hubspot":["4521","4522"]},"employment":[{"from":"2020-01-01","to":"2027-01-01"}],"absences":[],"thresholds":[],"access":[]}"""),
                ann),
            ann.ToJsonString());
        Assert.Equal("""{"dialler":["ben@x.io"]}""", (await host.GetAsync("/people/ben")).Body["content"]!["identities"]!.ToJsonString());
        Assert.Equal("2", (await host.PostAsync("/people/import", table, "text/csv")).Of("unchanged"));
    }

    [Fact]
    public async Task Given_a_person_with_more_than_the_table_has_when_imported_then_the_rest_stays()
    {
        await host.SetAsync("/people/ann", """{"id":"ann","name":"Ann","team":"emea","absences":[{"from":"2026-07-01"}],"access":["manager"],"identities":{"crm":["1"],"mail":["2"]}}""");
        await host.PostAsync("/people/import", "id,name,identity:mail\nann,Anna,3", "text/csv");

        var ann = (await host.GetAsync("/people/ann")).Body["content"]!;
        Assert.Equal("Anna", ann["name"]!.GetValue<string>());
        Assert.Equal("emea", ann["team"]!.GetValue<string>());
        Assert.Equal("""{"crm":["1"],"mail":["3"]}""", ann["identities"]!.ToJsonString());
        Assert.Single(ann["absences"]!.AsArray());
        Assert.Single(ann["access"]!.AsArray());

        await host.PostAsync("/people/import", "id,team\nann,", "text/csv");
        Assert.Null((await host.GetAsync("/people/ann")).Body["content"]!["team"]);
    }

    [Theory]
    [InlineData("id,employedTo\nann,2027-01-01", "2020-01-01 2021-01-01,2026-01-01 2027-01-01")]
    [InlineData("id,employedFrom\nann,2025-07-01", "2020-01-01 2021-01-01,2025-07-01 ")]
    [InlineData("id,employedFrom,employedTo\nann,,", "2020-01-01 2021-01-01")]
    [InlineData("id,name\nann,Anna", "2020-01-01 2021-01-01,2026-01-01 ")]
    public async Task Given_spells_of_employment_when_a_table_speaks_of_one_then_it_is_the_latest(string table, string expected)
    {
        await host.SetAsync("/people/ann", """{"id":"ann","name":"Ann","employment":[{"from":"2020-01-01","to":"2021-01-01"},{"from":"2026-01-01"}]}""");

        Assert.Equal(200, (await host.PostAsync("/people/import", table, "text/csv")).Code);

        var spells = (await host.GetAsync("/people/ann")).Body["content"]!["employment"]!.AsArray();
        Assert.Equal(expected, string.Join(',', spells.Select(spell => $"{spell!["from"]} {spell["to"]}")));
    }

    [Fact]
    public async Task Given_somebody_who_left_when_a_table_says_they_begin_again_then_it_is_a_new_spell()
    {
        await host.SetAsync("/people/ann", """{"id":"ann","name":"Ann","employment":[{"from":"2020-01-01","to":"2021-01-01"}]}""");
        await host.PostAsync("/people/import", "id,employedFrom\nann,2026-01-01", "text/csv");

        Assert.Equal(2, (await host.GetAsync("/people/ann")).Body["content"]!["employment"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("name\nAnn", 400)]
    [InlineData("id,id\na,b", 400)]
    [InlineData("id,salary\na,1", 400)]
    [InlineData("id,name\na,\"open", 400)]
    [InlineData("id,name\na,b\"c", 400)]
    [InlineData("id,name", 422)]
    [InlineData("id,name\na", 422)]
    [InlineData("id,name,fte\na,Ann,half", 422)]
    [InlineData("id,name,employedTo\na,Ann,2026-01-01", 422)]
    public async Task Given_a_table_that_is_wrong_when_imported_then_it_is_refused(string table, int status) =>
        Assert.Equal(status, (await host.PostAsync("/people/import", table, "text/csv")).Code);

    [Theory]
    [InlineData("{}", 400)]
    [InlineData("[", 400)]
    [InlineData("[]", 422)]
    [InlineData("""[{"id":"ann"}]""", 422)]
    public async Task Given_a_body_that_is_no_list_of_people_when_imported_then_it_is_refused(string json, int status) =>
        Assert.Equal(status, (await host.PostAsync("/people/import", json)).Code);

    [Fact]
    public async Task Given_too_much_when_imported_then_it_is_refused()
    {
        var rows = string.Concat(Enumerable.Range(0, ImportPeople.MaxRows + 1).Select(row => $"p{row},P\n"));
        Assert.Equal(400, (await host.PostAsync("/people/import", "id,name\n" + rows, "text/csv")).Code);
        Assert.Equal(413, (await host.PostAsync("/people/import", "[" + string.Join(',', Enumerable.Repeat("1", ImportPeople.MaxRows + 1)) + "]")).Code);
        Assert.Equal(413, (await host.PostAsync("/people/import", new string(' ', ImportPeople.MaxBytes + 1))).Code);
        var asText = await host.PostAsync("/people/import", "id,name\na,b", "text/plain");
        Assert.Equal((415, true), (asText.Code, asText.Of("detail").Contains("text/csv", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Given_the_most_rows_when_imported_then_all_are_stored()
    {
        var rows = string.Concat(Enumerable.Range(0, ImportPeople.MaxRows).Select(row => $"p{row},P,{(row == 0 ? "" : "p" + ((row - 1) / 10))}\n"));
        var answer = await host.PostAsync("/people/import?effectiveFrom=2016-01-01&recordedAt=2016-01-01T00:00:00Z", "id,name,manager\n" + rows, "text/csv");

        Assert.Equal($"{ImportPeople.MaxRows}", answer.Of("imported"));
        Assert.Equal("2016-01-01T00:00:00Z", (await host.GetAsync("/people/p4999")).Of("version/recordedAt"));
    }

    [Fact]
    public async Task Given_identities_that_change_hands_in_one_import_when_sent_in_any_order_then_they_do()
    {
        await host.PostAsync("/people/import", """[{"id":"ann","name":"A","identities":{"crm":["1"]}},{"id":"ben","name":"B","identities":{"crm":["2"]}}]""");
        var answer = await host.PostAsync("/people/import", """[{"id":"cid","name":"C","identities":{"crm":["1"]}},{"id":"ann","name":"A","identities":{"crm":[]}}]""");

        Assert.Equal("2", answer.Of("imported"));
        var refused = await host.PostAsync("/people/import", """[{"id":"dan","name":"D","identities":{"crm":["2"]}},{"id":"eve","name":"E","identities":{"x":["a@b.c"]}},{"id":"fay","name":"F","identities":{"x":["A@B.C"]}}]""");
        Assert.Equal("1", refused.Of("imported"));
        Assert.Equal(["0 /identities/crm/0", "2 /identities/x/0"], refused.Body["rejected"]!.AsArray().Select(row => $"{row!["index"]} {row["errors"]![0]!["pointer"]}"));
    }

    [Fact]
    public async Task Given_a_new_manager_who_is_refused_while_stored_when_imported_then_nobody_is_stored_who_would_report_to_them()
    {
        await host.SetAsync("/people/zed", """{"id":"zed","name":"Z","identities":{"crm":["9"]}}""");
        await host.SetAsync("/people/ben", """{"id":"ben","name":"B"}""");
        const string people = """
            [{"id":"cid","name":"C","manager":"ann"},{"id":"ann","name":"A","manager":"boss"},{"id":"ben","name":"B","manager":"boss"},
             {"id":"boss","name":"Boss","identities":{"crm":["9"]}},{"id":"dan","name":"D","manager":"zed"}]
            """;
        var answer = await host.PostAsync("/people/import", people);

        Assert.Equal("1", answer.Of("imported"));
        Assert.Equal(
            ["0 /manager", "1 /manager", "2 /manager", "3 /identities/crm/0"],
            answer.Body["rejected"]!.AsArray().SelectMany(row => row!["errors"]!.AsArray().Select(error => $"{row["index"]} {error!["pointer"]}")));
        Assert.Equal((404, 404), ((await host.GetAsync("/people/cid")).Code, (await host.GetAsync("/people/ann")).Code));
        Assert.Equal("1", (await host.GetAsync("/people/ben")).Of("version/of"));

        // Once the identity is free they all are, in one import.
        await host.SetAsync("/people/zed", """{"id":"zed","name":"Z"}""");
        Assert.Equal("4", (await host.PostAsync("/people/import", people)).Of("imported"));
        Assert.Equal("boss", (await host.GetAsync("/people/ben")).Of("content/manager"));
    }
}
