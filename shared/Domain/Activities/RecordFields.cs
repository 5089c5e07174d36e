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

    /// <summary>Of a call, meeting or task: the type of activity that it counts as once it is done.</summary>
    public const string CountsAs = "countsAs";

    /// <summary>Of a task: the same where nothing that is told of it says <see cref="CountsAs"/>.</summary>
    public const string CountsAsElse = "countsAsElse";

    /// <summary>Of a call, meeting or task: <c>true</c> when it was made, held, completed; <c>false</c> when not; null when nobody says any more.</summary>
    public const string Done = "done";

    /// <summary>Of a call, meeting or task: when it was done, as <see cref="CanonicalText"/> writes instants.</summary>
    public const string At = "at";
    public const string Contact = "contact";
    public const string Deal = "deal";
    public const string Conversation = "conversation";

    public const string True = "true";
    public const string False = "false";

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        Owner, Account, Amount, Currency, Margin, Stage, Probability, ExpectedCloseDate, LossReason, CountsAs, CountsAsElse, Done, At, Contact, Deal, Conversation,
    };

    /// <summary>True for what is no field of ours: of a call, meeting or task it is an attribute that a change can clear too.</summary>
    public static bool IsAttribute(string name) => !Known.Contains(name);
}
