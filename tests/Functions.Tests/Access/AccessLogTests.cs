using System.Text.Json;

namespace SalesPerf.Functions.Tests.Access;

public sealed class AccessLogTests(WalkedHost host) : IClassFixture<WalkedHost>
{
    [Fact]
    public async Task Given_forecasts_read_when_the_log_is_asked_then_it_has_every_CSV_and_every_list_of_others_and_ids_alone()
    {
        await ReadAsync("rep", "period=2020-06");
        await ReadAsync("finance", "period=2020-06&format=csv");
        await ReadAsync("manager", "period=2020-06&groupBy=team");
        await ReadAsync("admin", "period=2020-06&person=ann");
        await ReadAsync("rep", "period=2020-06&format=csv");
        await ReadAsync("finance", "period=2020-06");

        var entries = await LogAsync("?what=forecast");

        // Oneself as JSON, and one person asked for by name, leave nothing.
        Assert.Equal(
            ["fay csv format=csv,period=2020-06 2", "mia json groupBy=team,period=2020-06 1", "ann csv format=csv,period=2020-06 1", "fay json period=2020-06 2"],
            entries.Select(Text).Reverse());
        Assert.All(entries, entry => Assert.Equal("forecast", entry.GetProperty("what").GetString()));
        Assert.DoesNotContain("example.com", string.Concat(entries.Select(entry => entry.GetRawText())));
        Assert.Equal(["ann csv format=csv,period=2020-06 1"], (await LogAsync("?who=ann")).Select(Text));
        Assert.Empty(await LogAsync("?what=payroll"));
        Assert.Equal(entries.Select(Text).Take(2), (await LogAsync("?what=forecast&pageSize=2")).Select(Text));
    }

    [Fact]
    public async Task Given_people_and_pay_read_in_full_when_the_log_is_asked_then_it_has_who_did()
    {
        foreach (var (role, path) in new[] { ("rep", "assignments"), ("finance", "assignments?pageSize=1"), ("manager", "people"), ("admin", "people"), ("rep", "teams"), ("finance", "model"), ("finance", "assignments/ann") })
        {
            Assert.Equal(200, (await host.SendAsync("GET", "/api/v1/" + path, host.Keys[role])).Status);
        }

        var entries = (await LogAsync("")).Where(entry => entry.GetProperty("what").GetString() != "forecast").ToList();
        Assert.Equal(["assignments", "people", "model"], entries.Select(entry => entry.GetProperty("what").GetString()).Reverse());
        Assert.Equal("fay json pageSize=1 1", Text(entries[^1]));
    }

    private async Task ReadAsync(string role, string query) =>
        Assert.Equal(200, (await host.SendAsync("GET", $"/api/v1/commissions/forecast?{query}", host.Keys[role])).Status);

    private async Task<List<JsonElement>> LogAsync(string query)
    {
        var (status, body) = await host.SendAsync("GET", "/api/v1/access-log" + query, host.Keys["admin"]);
        Assert.Equal(200, status);
        return [.. JsonElement.Parse(body).GetProperty("items").EnumerateArray()];
    }

    private static string Text(JsonElement entry) =>
        $"{entry.GetProperty("who").GetString()} {entry.GetProperty("form").GetString()} "
        + $"{string.Join(',', entry.GetProperty("filter").EnumerateObject().Select(filter => $"{filter.Name}={filter.Value.GetString()}"))} {entry.GetProperty("count").GetInt32()}";
}
