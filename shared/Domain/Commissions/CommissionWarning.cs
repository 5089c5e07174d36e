namespace SalesPerf.Domain.Commissions;

/// <summary>Something left out of a figure, or taken otherwise than it looks, and what it concerns.</summary>
/// <param name="Code">Stable, one of <see cref="WarningCodes"/>.</param>
/// <param name="Detail">A sentence.</param>
/// <param name="Count">How many deals (or components) it concerns.</param>
/// <param name="Examples">The first five of their ids.</param>
public sealed record CommissionWarning(string Code, string Detail, int Count, IReadOnlyList<string> Examples);

/// <summary>The warnings that commission figures carry.</summary>
public static class WarningCodes
{
    public const string NoPlan = "noPlan";
    public const string OtherCurrency = "otherCurrency";
    public const string AmountOutOfBounds = "amountOutOfBounds";
    public const string NoMargin = "noMargin";
    public const string NoNumber = "noNumber";
    public const string NotComputable = "notComputable";
    public const string NoProbability = "noProbability";
    public const string NoCloseDate = "noCloseDate";
    public const string NoQuota = "noQuota";
    public const string UnknownQuota = "unknownQuota";
    public const string DealsShortened = "dealsShortened";
    public const string ManyComponents = "manyComponents";
    public const string PeopleWithoutQuota = "peopleWithoutQuota";
    public const string NotForecast = "notForecast";
    public const string NoTargetPay = "noTargetPay";
    public const string NoEnteredValue = "noEnteredValue";
    public const string OtherPayPeriod = "otherPayPeriod";
    public const string OtherPayoutCurrency = "otherPayoutCurrency";
    public const string SplitHeld = "splitHeld";
    public const string SplitShort = "splitShort";
    public const string SplitUnknown = "splitUnknown";
    public const string NoDealAmount = "noDealAmount";
    public const string NotApproved = "notApproved";

    /// <summary>The sentence for a code.</summary>
    public static string Detail(string code) => code switch
    {
        NoPlan => "The person has no plan in the period.",
        OtherCurrency => "Amounts in a currency other than the plan's are left out: no rate is known.",
        AmountOutOfBounds => "Amounts beyond 10^15 are left out.",
        NoMargin => "Deals without a margin are left out where the plan credits margin.",
        NoNumber => "Deals without a number of at most 10^15 in the attribute that the plan credits are left out.",
        NotComputable => "The person's plan or deals hold numbers too large to compute with, or more than can be stored.",
        NoProbability => "Open deals without a probability count as lost.",
        NoCloseDate => "Open deals without an expected close date are left out.",
        NoQuota => "Components that pay by attainment earn nothing without a quota above 0.",
        UnknownQuota => "Quotas taken from an objective that does not exist, or is in another currency, are left out.",
        DealsShortened => "Only the deals that weigh most are listed.",
        ManyComponents => "Several components share more open deals than can be enumerated; the spread is from seeded scenarios.",
        PeopleWithoutQuota => "People without a quota add credit but no quota.",
        NotForecast => "Components with gates, caps, multipliers and the like are forecast by their table alone, or left out where it looks at more than the person's own credit; the statement counts all.",
        NoTargetPay => "Components that pay a share of target pay earn nothing without one.",
        NoEnteredValue => "Nothing is entered for a metric that the plan looks at: it counts as 0.",
        OtherPayPeriod => "The plan pays by periods of another length: ask for one of those.",
        OtherPayoutCurrency => "Pay stays in the plan's currency: no rate to the payout currency is known.",
        SplitHeld => "Deals whose recorded shares sum to more than 100 %, or are no numbers, credit nobody until they are mended.",
        SplitShort => "Deals whose recorded shares sum to less than 100 %: the rest is the house's.",
        SplitUnknown => "Deals with a share of somebody unknown: it is nobody's until somebody claims the owner.",
        NoDealAmount => "Invoices and payments of a deal without an amount are left out where the plan does not credit their amount itself.",
        NotApproved => "Entered values that are not approved yet count as 0.",
        _ => code,
    };
}

/// <summary>Collects warnings so that neither order nor repetition matters.</summary>
internal sealed class WarningList
{
    private readonly SortedDictionary<string, SortedSet<string>> found = new(StringComparer.Ordinal);

    public void Add(string code, string id)
    {
        if (!found.TryGetValue(code, out var ids))
        {
            found[code] = ids = new SortedSet<string>(StringComparer.Ordinal);
        }

        ids.Add(id);
    }

    public bool IsEmpty => found.Count == 0;

    public IReadOnlyList<CommissionWarning> ToList() =>
        [.. found.Select(pair => new CommissionWarning(pair.Key, WarningCodes.Detail(pair.Key), pair.Value.Count, [.. pair.Value.Take(5)]))];
}
