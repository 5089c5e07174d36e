// Imports Maven Analytics' "CRM Sales Opportunities" through the API.
//
//   dotnet run samples/maven-crm/import.cs -- FOLDER URL ADMIN_KEY [UNTIL]
//
// FOLDER holds sales_pipeline.csv, sales_teams.csv and products.csv. UNTIL (yyyy-MM-dd) leaves out everything that happened after that day.
// Resources are effective and recorded on 2016-01-01; every event is recorded when it took effect, so that "asOf" answers as of that day.
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

if (args.Length is < 3 or > 4)
{
    Console.Error.WriteLine("usage: import.cs FOLDER URL ADMIN_KEY [UNTIL]");
    return 2;
}

const string Source = "maven";
const string Effective = "?effectiveFrom=2016-01-01&recordedAt=2016-01-01T00:00:00Z";
const int DaysWithoutHistory = 90;
var (folder, until) = (args[0], args.Length == 4 ? DateOnly.ParseExact(args[3], "yyyy-MM-dd", CultureInfo.InvariantCulture) : DateOnly.MaxValue);
using var http = new HttpClient { BaseAddress = new Uri(args[1]) };
http.DefaultRequestHeaders.Add("x-api-key", args[2]);

var teams = Read("sales_teams.csv");
var prices = Read("products.csv").ToDictionary(row => Product(row["product"]), row => decimal.Parse(row["sales_price"], CultureInfo.InvariantCulture));
var rows = Read("sales_pipeline.csv");
var deals = rows.Where(row => row["engage_date"].Length > 0).Select(Deal).OrderBy(deal => deal.Engaged).ThenBy(deal => deal.Id, StringComparer.Ordinal).ToList();
Console.WriteLine($"{rows.Count} rows, {rows.Count - deals.Count} without a date skipped.");

await PutResources();
var (sent, events) = (0, Events().OrderBy(happened => happened.At).ToList());
foreach (var batch in events.Chunk(100))
{
    await Post(new JsonArray([.. batch.Select(happened => happened.Body)]));
    sent += batch.Length;
    Console.Write($"\r{sent} of {events.Count} events");
}

Console.WriteLine();
return 0;

async Task PutResources()
{
    await Put("calendar", new JsonObject { ["id"] = "default", ["zone"] = "Etc/UTC" });
    await Put($"sources/{Source}", new JsonObject
    {
        ["id"] = Source,
        ["name"] = "Maven CRM",
        ["provider"] = "cloudevents",
        ["stages"] = new JsonObject
        {
            ["Engaging"] = new JsonObject { ["outcome"] = "open", ["probabilityPercent"] = 60, ["order"] = 1 },
            ["Won"] = new JsonObject { ["outcome"] = "won", ["probabilityPercent"] = 100, ["order"] = 2 },
            ["Lost"] = new JsonObject { ["outcome"] = "lost", ["probabilityPercent"] = 0, ["order"] = 3 },
        },
    });
    await Put("metrics/deals-won", new JsonObject { ["id"] = "deals-won", ["name"] = "Deals won", ["category"] = "result", ["measure"] = new JsonObject { ["kind"] = "count", ["types"] = new JsonArray("deal.won") } });
    await Put("metrics/bookings", new JsonObject { ["id"] = "bookings", ["name"] = "Bookings", ["category"] = "result", ["unit"] = "USD", ["measure"] = new JsonObject { ["kind"] = "sum", ["types"] = new JsonArray("deal.won"), ["field"] = "amount" } });
    await Put("roles/agent", new JsonObject
    {
        ["id"] = "agent",
        ["name"] = "Sales agent",
        ["accountabilities"] = new JsonArray(new JsonObject { ["id"] = "bookings", ["name"] = "Bookings", ["outcomeMetric"] = "bookings" }),
        ["competencies"] = new JsonArray(new JsonObject
        {
            ["id"] = "closing",
            ["name"] = "Closing",
            ["accountabilities"] = new JsonArray("bookings"),
            ["metrics"] = new JsonArray([.. new[] { ("deals-won", 15), ("bookings", 35000) }.Select(metric => new JsonObject
            {
                ["threshold"] = new JsonObject { ["metric"] = metric.Item1, ["period"] = "month", ["target"] = metric.Item2 },
            })]),
        }),
    });
    await Put("plans/agent", new JsonObject
    {
        ["id"] = "agent",
        ["currency"] = "USD",
        ["payPeriod"] = "month",
        ["components"] = new JsonArray(new JsonObject
        {
            ["id"] = "bookings",
            ["measure"] = "quarter",
            ["creditRules"] = new JsonArray(new JsonObject { ["id"] = "won", ["event"] = "booking", ["base"] = "amount" }),
            ["table"] = new JsonObject
            {
                ["mode"] = "marginal",
                ["selector"] = "credit",
                ["tiers"] = new JsonArray(new JsonObject { ["from"] = 0, ["ratePercent"] = 4 }, new JsonObject { ["from"] = 80000, ["ratePercent"] = 6 }),
            },
        }),
    });
    await Put("teams/sales", new JsonObject { ["id"] = "sales", ["name"] = "Sales" });
    foreach (var manager in teams.Select(row => (Name: row["manager"], Region: row["regional_office"])).Distinct())
    {
        await Put($"teams/{Id(manager.Name)}", new JsonObject { ["id"] = Id(manager.Name), ["name"] = $"{manager.Region}, {manager.Name}", ["parent"] = "sales" });
        await Put($"people/{Id(manager.Name)}", new JsonObject { ["id"] = Id(manager.Name), ["name"] = manager.Name, ["team"] = Id(manager.Name) });
        await Put($"teams/{Id(manager.Name)}", new JsonObject { ["id"] = Id(manager.Name), ["name"] = $"{manager.Region}, {manager.Name}", ["parent"] = "sales", ["manager"] = Id(manager.Name) });
    }

    foreach (var row in teams)
    {
        var agent = row["sales_agent"];
        await Put($"people/{Id(agent)}", new JsonObject
        {
            ["id"] = Id(agent),
            ["name"] = agent,
            ["team"] = Id(row["manager"]),
            ["role"] = "agent",
            ["identities"] = new JsonObject { [Source] = new JsonArray(agent) },
        });
        await Put($"assignments/{Id(agent)}", new JsonObject
        {
            ["id"] = Id(agent),
            ["person"] = Id(agent),
            ["plan"] = "agent",
            ["from"] = "2016-01-01",
            ["quotas"] = new JsonArray(new JsonObject { ["component"] = "bookings", ["amount"] = 100000, ["period"] = "quarter" }),
        });
    }

    Console.WriteLine($"{teams.Count} agents loaded.");
}

IEnumerable<(DateOnly At, JsonObject Body)> Events()
{
    var closed = deals.Where(deal => deal.Closed is not null).OrderBy(deal => deal.Closed).ToList();
    var (cycles, next) = (new List<int>(), 0);
    foreach (var deal in deals)
    {
        // The typical cycle is that of the deals closed before this one was engaged: nothing is known of later ones.
        for (; next < closed.Count && closed[next].Closed < deal.Engaged; next++)
        {
            var days = closed[next].Closed!.Value.DayNumber - closed[next].Engaged.DayNumber;
            var place = cycles.BinarySearch(days);
            cycles.Insert(place < 0 ? ~place : place, days);
        }

        var created = Event(deal, "deal.created", deal.Engaged, "created");
        var data = created["data"]!.AsObject();
        data["stage"] = "Engaging";
        data["amount"] = prices[deal.Product];
        data["currency"] = "USD";
        data["expectedCloseDate"] = deal.Engaged.AddDays(Median(cycles)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        data["attributes"] = new JsonObject { ["product"] = deal.Product };
        if (deal.Engaged <= until)
        {
            yield return (deal.Engaged, created);
        }

        if (deal.Closed is { } at && at <= until)
        {
            var won = deal.Stage == "Won";
            var end = Event(deal, won ? "deal.won" : "deal.lost", at, "closed");
            end["data"]!["stage"] = deal.Stage;
            if (won)
            {
                end["data"]!["amount"] = deal.Value;
                end["data"]!["currency"] = "USD";
            }

            yield return (at, end);
        }
    }
}

JsonObject Event(MavenDeal deal, string type, DateOnly at, string step)
{
    var time = at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00:00Z";
    var data = new JsonObject { ["owner"] = deal.Agent, ["deal"] = deal.Id, ["recordedAt"] = time };
    if (deal.Account.Length > 0)
    {
        data["account"] = deal.Account;
    }

    return new JsonObject { ["specversion"] = "1.0", ["id"] = $"{deal.Id}-{step}", ["source"] = Source, ["type"] = type, ["time"] = time, ["data"] = data };
}

static int Median(List<int> sorted) => sorted.Count == 0
    ? DaysWithoutHistory
    : (int)Math.Round((sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2.0, MidpointRounding.AwayFromZero);

MavenDeal Deal(Dictionary<string, string> row) => new(
    row["opportunity_id"],
    row["sales_agent"],
    Product(row["product"]),
    row["account"],
    row["deal_stage"],
    DateOnly.ParseExact(row["engage_date"], "yyyy-MM-dd", CultureInfo.InvariantCulture),
    row["close_date"].Length > 0 ? DateOnly.ParseExact(row["close_date"], "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
    row["close_value"].Length > 0 ? decimal.Parse(row["close_value"], CultureInfo.InvariantCulture) : 0m);

// The two files spell one product differently.
static string Product(string name) => name == "GTXPro" ? "GTX Pro" : name;

static string Id(string name) => string.Concat(name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));

List<Dictionary<string, string>> Read(string file)
{
    var lines = File.ReadAllLines(Path.Combine(folder, file));
    var names = lines[0].TrimStart('\uFEFF').Split(',');
    return [.. lines.Skip(1).Where(line => line.Length > 0).Select(line => names.Zip(line.Split(',')).ToDictionary(pair => pair.First, pair => pair.Second))];
}

async Task Put(string path, JsonObject body)
{
    using var known = await http.GetAsync($"/api/v1/{path}");
    using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/{path}{Effective}") { Content = Json(body, "application/json") };
    if (known.Headers.ETag is { } tag)
    {
        request.Headers.IfMatch.Add(tag);
    }

    using var answer = await http.SendAsync(request);
    await Check(answer, path);
}

async Task Post(JsonArray events)
{
    using var answer = await http.PostAsync("/api/v1/activities", Json(events, "application/cloudevents-batch+json"));
    await Check(answer, "activities");
    var taken = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    if (taken["rejected"]!.AsArray().Count > 0)
    {
        throw new InvalidOperationException(taken.ToJsonString());
    }
}

static ByteArrayContent Json(JsonNode body, string type)
{
    var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
    content.Headers.ContentType = new MediaTypeHeaderValue(type);
    return content;
}

static async Task Check(HttpResponseMessage answer, string path)
{
    if (!answer.IsSuccessStatusCode)
    {
        throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }
}

internal sealed record MavenDeal(string Id, string Agent, string Product, string Account, string Stage, DateOnly Engaged, DateOnly? Closed, decimal Value);
