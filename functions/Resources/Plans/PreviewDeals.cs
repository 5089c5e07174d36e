using System.Globalization;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Metrics;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Resources.Plans;

/// <summary>Deals that are tried, as credits.</summary>
internal static class PreviewDeals
{
    public const int Max = 1_000;

    private const int MaxText = 500;

    private const int MaxAttributes = 100;

    /// <param name="deals">As sent.</param>
    /// <param name="problems">What is wrong with them, by pointer.</param>
    public static IReadOnlyList<Credit> Read(IReadOnlyList<PreviewDeal?> deals, List<FieldProblem> problems)
    {
        if (deals.Count > Max)
        {
            problems.Add(new("/deals", $"must have at most {Max} entries"));
            return [];
        }

        var (credits, seen) = (new List<Credit>(deals.Count), new HashSet<string>(StringComparer.Ordinal));
        for (var i = 0; i < deals.Count; i++)
        {
            var at = $"/deals/{i}";
            if (deals[i] is not { } deal)
            {
                problems.Add(new(at, "must not be null"));
                continue;
            }

            var id = deal.Deal ?? (i + 1).ToString(CultureInfo.InvariantCulture);
            Check(seen.Add(id), $"{at}/deal", "is used before");
            Check(deal.Date is { Year: >= FiscalCalendar.FirstYear and <= FiscalCalendar.LastYear }, $"{at}/date", "must be a day of the years 1900 to 2999");
            Check(deal.Amount is { } amount && Math.Abs(amount) <= MetricNumber.Max, $"{at}/amount", "must be at most 10^15, either way");
            Check(deal.Margin is null || Math.Abs(deal.Margin.Value) <= MetricNumber.Max, $"{at}/margin", "must be at most 10^15, either way");
            Check(deal.Currency is null || CurrencyDigits.IsCode(deal.Currency), $"{at}/currency", "must be an ISO 4217 code: three capitals");
            Check(IsText(deal.Deal) && id.Length > 0, $"{at}/deal", $"must be 1 to {MaxText} characters");
            Check(IsText(deal.Account), $"{at}/account", $"must be at most {MaxText} characters");
            Check(IsText(deal.Stage), $"{at}/stage", $"must be at most {MaxText} characters");
            Check((deal.Attributes?.Count ?? 0) <= MaxAttributes, $"{at}/attributes", $"must have at most {MaxAttributes} entries");
            foreach (var (name, value) in deal.Attributes ?? [])
            {
                Check(value is not null && value.Length <= MaxText && name.Length <= MaxText, $"{at}/attributes/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}", $"must be text of at most {MaxText} characters");
            }

            credits.Add(new Credit
            {
                Source = "preview",
                Deal = id,
                Event = "won",
                Date = deal.Date ?? default,
                Amount = deal.Amount ?? 0m,
                Currency = deal.Currency,
                Margin = deal.Margin,
                Account = deal.Account,
                Stage = deal.Stage,
                Attributes = new(deal.Attributes?.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!) ?? [], StringComparer.Ordinal), // filtered
            });
        }

        return credits;

        void Check(bool isRight, string pointer, string detail)
        {
            if (!isRight)
            {
                problems.Add(new(pointer, detail));
            }
        }

        static bool IsText(string? text) => text is null || text.Length <= MaxText;
    }
}
