using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SalesPerf.Domain.Metrics;

/// <summary>Versions of metric definitions, as far as rollups depend on them.</summary>
public static class MetricsVersion
{
    /// <summary>
    /// 16 hex digits over what decides a rollup's content: id, kind, types, conditions, field, per and stages of every metric that something feeds, and the
    /// currency of a sum of money, and the days of a definition that changes meanwhile.
    /// Names, other units, targets, caps, ratios, entered metrics, and the order of metrics, types, conditions and values make no difference.
    /// </summary>
    /// <param name="metrics">The metrics.</param>
    /// <param name="currencies">Source → currency of amounts that name none; makes a difference only where some metric asks for the currency.</param>
    public static string Of(IEnumerable<MetricInForce> metrics, IReadOnlyDictionary<string, string>? currencies = null)
    {
        var text = new StringBuilder();
        var asksForCurrency = false;
        foreach (var (metric, from, until) in metrics.OrderBy(one => one.Metric.Id, StringComparer.Ordinal).ThenBy(one => one.From))
        {
            if (MetricKinds.IsFedByActivities(metric.Measure) || MetricKinds.IsFedByDeals(metric.Measure))
            {
                Add(text, Definition(metric));
                if (from is not null || until is not null)
                {
                    Add(text, from?.ToString("O", CultureInfo.InvariantCulture));
                    Add(text, until?.ToString("O", CultureInfo.InvariantCulture));
                }

                asksForCurrency |= MetricKinds.CurrencyOf(metric) is not null || metric.Measure.Field == "currency" || metric.Measure.Where.Any(condition => condition.Field == "currency");
            }
        }

        if (asksForCurrency && currencies is { Count: > 0 })
        {
            AddSet(text, currencies.Select(currency => $"{currency.Key}={currency.Value}"));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 8));
    }

    /// <summary>Of definitions that do not change.</summary>
    public static string Of(IEnumerable<Metric> metrics, IReadOnlyDictionary<string, string>? currencies = null) =>
        Of(metrics.Select(metric => new MetricInForce(metric)), currencies);

    private static string Definition(Metric metric)
    {
        var measure = metric.Measure;
        var text = new StringBuilder();
        Add(text, metric.Id);
        Add(text, measure.Kind);
        Add(text, measure.Field);
        Add(text, MetricKinds.CurrencyOf(metric));
        Add(text, measure.Per ?? (measure.Kind == MetricKinds.Distinct ? "period" : null));
        Add(text, measure.FromStage);
        Add(text, measure.ToStage);
        AddSet(text, measure is { Kind: MetricKinds.Replied, Types.Count: 0 } ? [Activities.ActivityTypes.EmailSent] : measure.Types);
        AddSet(text, measure.Where.Select(Condition));
        return text.ToString();
    }

    private static string Condition(MetricCondition condition)
    {
        var text = new StringBuilder();
        Add(text, condition.Field);
        Add(text, condition.Op);
        Add(text, condition.Value);
        AddSet(text, condition.Values ?? []);
        return text.ToString();
    }

    private static void AddSet(StringBuilder text, IEnumerable<string> values)
    {
        var sorted = values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        text.Append('[').Append(sorted.Count).Append(']');
        sorted.ForEach(value => Add(text, value));
    }

    /// <summary>The length in front makes every sequence of values a different text.</summary>
    private static void Add(StringBuilder text, string? value) => text.Append(value?.Length ?? -1).Append(':').Append(value);
}
