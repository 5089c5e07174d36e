using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace SalesPerf.Benchmarks.Feeds;

/// <summary>Calls and mails of forty people over two weeks, some mails automated: the same for the same run and number.</summary>
internal sealed class ActivityFeed(DateTimeOffset start)
{
    public const int People = 40;
    public const string Source = "bench";
    private const int MinutesBack = 20_000;
    private const string Batch = "application/cloudevents-batch+json";

    private int run;

    /// <summary>New events in bodies of <paramref name="size"/>.</summary>
    public List<Posting> Next(int size, int count)
    {
        var id = ++run;
        return [.. Enumerable.Range(0, count).Chunk(size).Select(numbers => new Posting(
            Encoding.UTF8.GetBytes(new JsonArray([.. numbers.Select(number => Event(id, number))]).ToJsonString()), Batch))];
    }

    /// <summary>As many new events of each person, a person's one after the other.</summary>
    public List<Posting> NextByPerson(int eachPerson)
    {
        var id = ++run;
        return [.. Enumerable.Range(0, People * eachPerson).Chunk(100).Select(numbers => new Posting(
            Encoding.UTF8.GetBytes(new JsonArray([.. numbers.Select(number => Event(id, (number % eachPerson * People) + (number / eachPerson)))]).ToJsonString()), Batch))];
    }

    /// <summary>An open deal a number, with amounts and chances that differ.</summary>
    public List<Posting> Deals(int eachPerson, DateOnly closesFrom) =>
        [.. Enumerable.Range(0, People * eachPerson).Chunk(100).Select(numbers => new Posting(
            Encoding.UTF8.GetBytes(new JsonArray([.. numbers.Select(number => Deal(number, closesFrom))]).ToJsonString()), Batch))];

    /// <summary>Another amount for one deal of each person.</summary>
    public List<Posting> DealChanges() => [new Posting(
        Encoding.UTF8.GetBytes(new JsonArray([.. Enumerable.Range(0, People).Select(number => new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = $"change-{number}",
            ["source"] = Source,
            ["type"] = "deal.amountChanged",
            ["time"] = Text(start),
            ["data"] = new JsonObject { ["deal"] = $"d-{number}", ["amount"] = DealOf(number).Amount + 1 },
        })]).ToJsonString()),
        Batch)];

    /// <summary>What <see cref="Deals"/> says of a deal.</summary>
    public static (string Owner, decimal Amount, decimal Probability) DealOf(int number) =>
        (Owner(number), 1_000m + (number * 7_919 % 90_000) + (number % 100 / 100m), ((number * 31 % 90) + 5) / 100m);

    public static string Owner(int number) => $"o-{number % People}";

    private JsonObject Event(int id, int number) => new()
    {
        ["specversion"] = "1.0",
        ["id"] = string.Create(CultureInfo.InvariantCulture, $"{id}-{number}"),
        ["source"] = Source,
        ["type"] = number % 3 == 0 ? "call.completed" : "email.sent",
        ["time"] = Text(start.AddMinutes(-(number * 7L % MinutesBack))),
        ["data"] = new JsonObject
        {
            ["owner"] = Owner(number),
            ["account"] = $"a-{number % 997}",
            ["conversation"] = $"c-{number}",
            ["attributes"] = new JsonObject { ["automated"] = number % 9 == 0 ? "true" : "false" },
        },
    };

    private JsonObject Deal(int number, DateOnly closesFrom)
    {
        var (owner, amount, probability) = DealOf(number);
        return new()
        {
            ["specversion"] = "1.0",
            ["id"] = $"deal-{number}",
            ["source"] = Source,
            ["type"] = "deal.created",
            ["time"] = Text(start.AddMinutes(-number)),
            ["data"] = new JsonObject
            {
                ["deal"] = $"d-{number}",
                ["owner"] = owner,
                ["amount"] = amount,
                ["currency"] = "USD",
                ["probability"] = probability,
                ["expectedCloseDate"] = closesFrom.AddDays(number % 5).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            },
        };
    }

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
