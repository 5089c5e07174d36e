namespace SalesPerf.Domain.Activities;

/// <summary>
/// Field names of a record change. Values are canonical text: decimals invariant without exponent and without trailing zeros, dates <c>yyyy-MM-dd</c>.
/// </summary>
public static class RecordFields
{
    public const string Owner = "owner";
    public const string Account = "account";
    public const string Amount = "amount";
    public const string Currency = "currency";
    public const string Margin = "margin";
    public const string Stage = "stage";

    /// <summary>0 to 1, as the CRM says.</summary>
    public const string Probability = "probability";
    public const string ExpectedCloseDate = "expectedCloseDate";
    public const string LossReason = "lossReason";
}
