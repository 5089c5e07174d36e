using System.Globalization;
using System.Text.Json.Nodes;

namespace SalesPerf.Local.Tests.Acceptance;

/// <summary>
/// Two months of a small team's work: calls, meetings, mails and the replies to them, and deals that change stage, amount, close date and owner,
/// several at one instant, that are won, lost, reopened and deleted. Owners o1 to o3 are people, o4 is nobody's. The same every time.
/// </summary>
internal static class OrderFeed
{
    private const int Deals = 36;

    private static readonly DateTimeOffset Start = new(2026, 9, 21, 8, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<JsonObject> All { get; } = [.. Activities(), .. Enumerable.Range(0, Deals).SelectMany(Deal)];

    private static IEnumerable<JsonObject> Activities()
    {
        for (var i = 0; i < 60; i++)
        {
            var (owner, at) = (Owner(i), Start.AddHours(23 * i));
            yield return Of($"call-{i}", "call.completed", at, new JsonObject { ["owner"] = owner, ["account"] = $"a{i % 7}" });
            yield return Of($"mail-{i}", "email.sent", at.AddHours(1), new JsonObject { ["owner"] = owner, ["account"] = $"a{i % 5}", ["conversation"] = $"c{i % 25}-{owner}" });
            if (i % 3 == 0)
            {
                yield return Of($"reply-{i}", "email.replied", at.AddHours(30), new JsonObject { ["owner"] = owner, ["conversation"] = $"c{i % 25}-{owner}" });
            }

            if (i % 4 == 0)
            {
                yield return Of($"meeting-{i}", "meeting.held", at.AddHours(2), new JsonObject { ["owner"] = owner, ["account"] = $"a{i % 11}" });
            }
        }
    }

    private static IEnumerable<JsonObject> Deal(int i)
    {
        var (id, at) = ($"deal-{i}", Start.AddHours(31 * i));
        JsonObject Change(string step, string type, DateTimeOffset when, JsonObject data)
        {
            data["deal"] = id;
            return Of($"{id}-{step}", type, when, data);
        }

        yield return Change("created", "deal.created", at, new JsonObject
        {
            ["owner"] = Owner(i),
            ["account"] = $"a{i % 7}",
            ["stage"] = "qualify",
            ["amount"] = 1_000.10m + (997.7m * i),
            ["currency"] = "USD",
            ["expectedCloseDate"] = at.AddDays(40).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        });

        // Both at one instant: no order of arrival may decide.
        yield return Change("proposal", "deal.stageChanged", at.AddDays(3), new JsonObject { ["stage"] = "proposal", ["probability"] = 0.35m });
        yield return Change("amount", "deal.amountChanged", at.AddDays(3), new JsonObject { ["amount"] = 2_000m + (1_234.56m * i) });
        if (i % 4 == 0)
        {
            yield return Change("owner", "deal.ownerChanged", at.AddDays(4), new JsonObject { ["owner"] = Owner(i + 1) });
        }

        if (i % 5 == 0)
        {
            yield return Change("date", "deal.closeDateChanged", at.AddDays(5), new JsonObject { ["expectedCloseDate"] = "2026-12-18" });
        }

        if (i % 3 != 0)
        {
            yield return Change("closed", i % 3 == 1 ? "deal.won" : "deal.lost", at.AddDays(8), new JsonObject { ["stage"] = i % 3 == 1 ? "won" : "lost" });
        }

        if (i % 9 == 1)
        {
            yield return Change("reopened", "deal.reopened", at.AddDays(9), new JsonObject { ["stage"] = "proposal" });
        }

        if (i % 12 == 7)
        {
            yield return Change("deleted", "deal.deleted", at.AddDays(9), []);
        }
    }

    private static string Owner(int i) => $"o{(i % 13 == 12 ? 4 : (i % 3) + 1)}";

    private static JsonObject Of(string id, string type, DateTimeOffset at, JsonObject data) =>
        Events.Of(id, type, at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), data);
}
