using System.Globalization;
using System.Text.Json.Nodes;
using SalesPerf.Benchmarks.Feeds;

namespace SalesPerf.Benchmarks.Soak;

/// <summary>
/// What happens in the soak: an event is a function of its number alone, so what must be there at the end follows from how many numbers were given out.
/// Times lie in the month of the start, accounts are few and deals end after five or six changes: what is stored grows with the events. What is computed for
/// a person grows by the deals alone, some hundreds within an hour.
/// </summary>
/// <param name="start">When the soak began: nothing happens later.</param>
internal sealed class SoakFeed(DateTimeOffset start)
{
    public const string Crm = ActivityFeed.Source;
    public const string Hooks = "signed";
    public const string HubSpot = "hubspot";
    public const int CrmSteps = 5;
    public const int HubSpotSteps = 6;

    /// <summary>Of so many events of the CRM one is a deal's.</summary>
    public const int DealEvery = 40;

    private const int MostMinutes = 20_000;

    /// <summary>Minutes of the month that are used, those of its first hour aside.</summary>
    private readonly int minutes = (int)Math.Clamp((start - new DateTimeOffset(start.Year, start.Month, 1, 0, 0, 0, TimeSpan.Zero)).TotalMinutes - 60, 10, MostMinutes);

    /// <summary>The month everything happens in.</summary>
    public string Period => start.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public static bool IsDeal(long number) => number % DealEvery == 0;

    public static bool IsCall(long number) => number % 3 == 0;

    public static int PersonOf(long number) => (int)(number / 7 % ActivityFeed.People);

    /// <summary>Few: another source's account of the same id is another account.</summary>
    public static long AccountOf(long number) => number % 25;

    public static int PersonOfDeal(long deal) => (int)(deal % ActivityFeed.People);

    public static bool IsWon(long deal) => deal % 3 != 2;

    /// <summary>After the last change.</summary>
    public static decimal Amount(long deal) => 1_000m + (deal % 9_000) + (deal % 100 / 100m);

    public static string CrmKey(long number) => string.Create(CultureInfo.InvariantCulture, $"e-{number}");

    public static string HookKey(long number) => string.Create(CultureInfo.InvariantCulture, $"w-{number}");

    public static string CrmDeal(long deal) => string.Create(CultureInfo.InvariantCulture, $"d-{deal}");

    public static string HubSpotDeal(long deal) => (deal + 1_000).ToString(CultureInfo.InvariantCulture);

    /// <summary>A CloudEvent: a call, a mail, or a step of a deal.</summary>
    public JsonObject CrmEvent(long number)
    {
        if (!IsDeal(number))
        {
            return Event(CrmKey(number), IsCall(number) ? "call.completed" : "email.sent", At(number), Activity(number));
        }

        var (deal, step) = ((number / DealEvery) / CrmSteps, (int)((number / DealEvery) % CrmSteps));
        var data = new JsonObject { ["deal"] = CrmDeal(deal) };
        switch (step)
        {
            case 0:
                data["owner"] = ActivityFeed.Owner(PersonOfDeal(deal));
                data["currency"] = "USD";
                data["probability"] = 0.4m;
                data["expectedCloseDate"] = start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                break;
            case 1 or 2:
                data["amount"] = Amount(deal) - (2 - step);
                break;
            case 3:
                data["stage"] = "proposal";
                break;
        }

        string[] types = ["deal.created", "deal.amountChanged", "deal.amountChanged", "deal.stageChanged", IsWon(deal) ? "deal.won" : "deal.lost"];
        return Event(CrmKey(number), types[step], AtOfDeal(deal, step), data);
    }

    /// <summary>A call or a mail, as a sender of Standard Webhooks says it.</summary>
    public JsonObject Hook(long number) =>
        new() { ["type"] = IsCall(number) ? "call.completed" : "email.sent", ["timestamp"] = Text(At(number)), ["data"] = Activity(number) };

    /// <summary>A deal's creation, or a change of one of its properties.</summary>
    public JsonObject HubSpotChange(long number)
    {
        var (deal, step) = (number / HubSpotSteps, (int)(number % HubSpotSteps));
        var change = new JsonObject
        {
            ["eventId"] = number + 1_000,
            ["portalId"] = 1,
            ["objectId"] = deal + 1_000,
            ["occurredAt"] = AtOfDeal(deal, step).ToUnixTimeMilliseconds(),
            ["subscriptionType"] = step == 0 ? "deal.creation" : "deal.propertyChange",
        };
        (string Name, string Value)[] properties =
        [
            ("hubspot_owner_id", ActivityFeed.Owner(PersonOfDeal(deal))),
            ("amount", Amount(deal).ToString(CultureInfo.InvariantCulture)),
            ("deal_currency_code", "USD"),
            ("dealstage", "appointmentscheduled"),
            ("dealstage", IsWon(deal) ? "closedwon" : "closedlost"),
        ];
        if (step > 0)
        {
            (change["propertyName"], change["propertyValue"]) = properties[step - 1];
        }

        return change;
    }

    private static JsonObject Activity(long number) => new() { ["owner"] = ActivityFeed.Owner(PersonOf(number)), ["account"] = $"a-{AccountOf(number)}" };

    private static JsonObject Event(string key, string type, DateTimeOffset at, JsonObject data) =>
        new() { ["specversion"] = "1.0", ["id"] = key, ["source"] = Crm, ["type"] = type, ["time"] = Text(at), ["data"] = data };

    private DateTimeOffset At(long number) => start.AddMinutes(-(number * 7 % minutes));

    /// <summary>A deal begins in the first half of the minutes and takes at most the other half.</summary>
    private DateTimeOffset AtOfDeal(long deal, int step) => start.AddMinutes(-minutes + (deal * 11 % (minutes / 2)) + (step * (minutes / 12)));

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
