using System.Globalization;
using System.Text;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Storage;

/// <summary>Where documents live. Every partition key is built here.</summary>
public static class Partitions
{
    public const string People = "people";

    public const string Wall = "wall";

    /// <summary>Which disputes there are, of everybody.</summary>
    public const string Disputes = "disputes";

    public const string WebhookSubscriptions = "webhook-subscriptions";

    public const string Preferences = "preferences";

    /// <summary>Activities without an owner are spread over this many partitions.</summary>
    private const int Ownerless = 32;

    /// <summary>What is done once is spread over this many partitions.</summary>
    private const int OnceParts = 16;

    /// <summary>A CRM identity's activities, rollups and pointers.</summary>
    public static string Who(string source, string owner) => $"who~{Key.Of(source, owner)}";

    /// <summary>Activities that name no owner; they have no rollups. The third part sets them apart from an owner called <c>none</c>: no id holds a <c>~</c>.</summary>
    public static string Nobody(string source, string eventKey) =>
        Nobody(source, (int)(Fnv(eventKey) % Ownerless));

    /// <summary>All partitions of a source's activities that name no owner.</summary>
    public static IEnumerable<string> Nobody(string source) => Enumerable.Range(0, Ownerless).Select(number => Nobody(source, number));

    private static string Nobody(string source, int number) => $"who~{Key.Component(source)}~none~{number.ToString("00", CultureInfo.InvariantCulture)}";

    public static string Record(string source, string type, string id) => $"record~{Key.Of(source, type, id)}";

    /// <summary>Of whom things that are done once were told first: many a partition, so that a delivery's are noted together.</summary>
    public static string Once(string source, string eventKey) =>
        $"once~{Key.Component(source)}~{(Fnv(eventKey) % OnceParts).ToString("00", CultureInfo.InvariantCulture)}";

    public static string Rep(string person) => $"rep~{Key.Component(person)}";

    /// <summary>What everybody's pay of a period comes to.</summary>
    public static string Commissions(string period) => $"commissions~{Key.Component(period)}";

    public static string Forecast(string period) => $"forecast~{Key.Component(period)}";

    /// <summary>A run's forecasts of every period: see decision 0034.</summary>
    public static string ForecastRun(DateTimeOffset run) => $"forecast-run~{run.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";

    public static string Feed(DateOnly date) => $"feed~{Day(date)}";

    public static string Deliveries(DateOnly announced) => $"deliveries~{Day(announced)}";

    public static string Dead(DateOnly date) => $"dead~{Day(date)}";

    public static string AccessLog(DateOnly date) => $"access~{Day(date)}";

    public static string Quarantine(DateOnly due) => $"quarantine~{Day(due)}";

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>FNV-1a, 32 bit: the same on every machine for ever.</summary>
    private static uint Fnv(string text)
    {
        unchecked
        {
            var hash = 2166136261u;
            foreach (var b in Encoding.UTF8.GetBytes(text))
            {
                hash = (hash ^ b) * 16777619u;
            }

            return hash;
        }
    }
}
