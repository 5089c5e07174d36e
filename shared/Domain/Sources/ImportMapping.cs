namespace SalesPerf.Domain.Sources;

/// <summary>
/// What the columns of a source's exports mean: which is which field of an activity or of a deal. A column is named as the header line has it; of JSON lines it is a
/// member, or a JSON pointer when it begins with a slash. Null members stand for the defaults given.
/// </summary>
public sealed record ImportMapping
{
    /// <summary>A row is something that happened.</summary>
    public const string Activities = "activities";

    /// <summary>A row is how a deal stands.</summary>
    public const string Deals = "deals";

    /// <summary><c>activities</c> (default) or <c>deals</c>.</summary>
    public string? Rows { get; init; }

    /// <summary>Field → column. Fields are those of <see cref="ImportFields"/>.</summary>
    public SortedDictionary<string, string>? Columns { get; init; }

    /// <summary>Attribute → column.</summary>
    public SortedDictionary<string, string>? Attributes { get; init; }

    /// <summary>The event key, made of columns in braces, such as <c>call:{Call ID}:ended</c>; see <see cref="ImportKey"/>. Null: the column <c>eventId</c>, or what the row says.</summary>
    public string? Key { get; init; }

    /// <summary>The activity type of all rows; null when a column tells it.</summary>
    public string? Type { get; init; }

    /// <summary>The type column's value → activity type. A value that is not listed stands for itself.</summary>
    public SortedDictionary<string, string>? Types { get; init; }

    /// <summary>The status column's value → <c>open</c>, <c>won</c> or <c>lost</c>; these three stand for themselves.</summary>
    public SortedDictionary<string, string>? Statuses { get; init; }

    /// <summary><c>iso</c> (default), <c>unixSeconds</c>, <c>unixMilliseconds</c>, or a pattern such as <c>dd/MM/yyyy HH:mm</c>.</summary>
    public string? Time { get; init; }

    /// <summary>IANA zone of times without an offset: in an hour that a change of clocks skips its end is meant, of an hour that comes twice the first. Default the organisation's, when an upload is opened.</summary>
    public string? Zone { get; init; }

    /// <summary>Pattern of the expected close date. Default <c>yyyy-MM-dd</c>, of which also the start of an instant is taken.</summary>
    public string? Date { get; init; }

    /// <summary>ISO 4217, of amounts whose row names none; null leaves them to the source's default.</summary>
    public string? Currency { get; init; }

    /// <summary><c>.</c> (default) or <c>,</c>. The other one may separate thousands.</summary>
    public string? DecimalMark { get; init; }

    /// <summary><c>share</c> (0 to 1, default) or <c>percent</c>.</summary>
    public string? Probability { get; init; }

    /// <summary>Between cells: a comma (default), a semicolon or a tab.</summary>
    public string? Separator { get; init; }
}

/// <summary>The fields a column can be.</summary>
public static class ImportFields
{
    public const string EventId = "eventId";
    public const string Object = "object";
    public const string Type = "type";
    public const string Time = "time";
    public const string RecordedAt = "recordedAt";
    public const string Owner = "owner";
    public const string Account = "account";
    public const string Contact = "contact";
    public const string Deal = "deal";
    public const string Conversation = "conversation";
    public const string Amount = "amount";
    public const string Currency = "currency";
    public const string Margin = "margin";
    public const string Stage = "stage";
    public const string Status = "status";
    public const string Probability = "probability";
    public const string ExpectedCloseDate = "expectedCloseDate";
    public const string LossReason = "lossReason";
    public const string Created = "created";
    public const string Closed = "closed";

    /// <summary>What any row can say.</summary>
    private static readonly string[] Common = [Time, RecordedAt, Owner, Account, Contact, Deal, Amount, Currency, Margin, Stage, Probability, ExpectedCloseDate, LossReason];

    /// <summary>The fields of rows that are something that happened.</summary>
    public static readonly IReadOnlyList<string> OfActivities = [.. Common, EventId, Object, Type, Conversation];

    /// <summary>The fields of rows that are how a deal stands.</summary>
    public static readonly IReadOnlyList<string> OfDeals = [.. Common, Status, Created, Closed];
}
