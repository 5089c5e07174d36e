using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;

namespace SalesPerf.Domain.Metrics;

/// <summary>What conditions and fields are read from: a plain activity, or a deal as one of its events left it.</summary>
internal readonly struct MetricSubject
{
    private readonly SortedDictionary<string, string>? attributes;
    private readonly bool isDeal;
    private readonly string? stage;

    /// <param name="activity">The activity.</param>
    /// <param name="currency">That of its source, where it names none.</param>
    public MetricSubject(Activity activity, string? currency)
    {
        Source = activity.Source;
        Account = activity.Account;
        Contact = activity.Contact;
        Deal = activity.Deal;
        Conversation = activity.Conversation;
        Amount = activity.Amount;
        Currency = activity.Currency ?? currency;
        attributes = activity.Attributes;
    }

    public MetricSubject(string source, string deal, DealState state)
    {
        isDeal = true;
        Source = source;
        Deal = deal;
        Account = state.Account;
        Amount = state.Amount;
        Margin = state.Margin;
        Currency = state.Currency;
        stage = state.Stage;
        attributes = state.Attributes;
    }

    /// <summary>An event of a deal; attributes are the deal's.</summary>
    public MetricSubject(Contribution contribution, DealEvent happened)
        : this(contribution.Source, contribution.Deal, happened.State) => attributes = contribution.Attributes;

    public string Source { get; }

    public string? Account { get; }

    public string? Contact { get; }

    public string? Deal { get; }

    public string? Conversation { get; }

    public decimal? Amount { get; }

    public decimal? Margin { get; }

    public string? Currency { get; }

    /// <summary>Empty text counts as absent.</summary>
    public string? Text(MetricField field)
    {
        var text = field.Kind switch
        {
            MetricFieldKind.Account => Account,
            MetricFieldKind.Contact => Contact,
            MetricFieldKind.Deal => Deal,
            MetricFieldKind.Conversation => Conversation,
            MetricFieldKind.Currency => Currency,
            MetricFieldKind.Source => Source,
            MetricFieldKind.Stage when isDeal => stage,
            MetricFieldKind.Amount or MetricFieldKind.Margin when Number(field) is { } number =>
                MetricNumber.Canonical(number).ToString(System.Globalization.CultureInfo.InvariantCulture),
            MetricFieldKind.Amount => null,
            MetricFieldKind.Margin when isDeal => null,
            _ => attributes?.GetValueOrDefault(field.Name),
        };
        return string.IsNullOrEmpty(text) ? null : text;
    }

    public decimal? Number(MetricField field) => field.Kind switch
    {
        MetricFieldKind.Amount => MetricNumber.Bounded(Amount),
        MetricFieldKind.Margin when isDeal => MetricNumber.Bounded(Margin),
        _ => MetricNumber.Read(attributes?.GetValueOrDefault(field.Name)),
    };
}

/// <summary>A field's name, looked up once.</summary>
internal readonly record struct MetricField(MetricFieldKind Kind, string Name)
{
    public static MetricField Of(string name) => new(
        name switch
        {
            "account" => MetricFieldKind.Account,
            "contact" => MetricFieldKind.Contact,
            "deal" => MetricFieldKind.Deal,
            "conversation" => MetricFieldKind.Conversation,
            "amount" => MetricFieldKind.Amount,
            "margin" => MetricFieldKind.Margin,
            "currency" => MetricFieldKind.Currency,
            "source" => MetricFieldKind.Source,
            "stage" => MetricFieldKind.Stage,
            _ => MetricFieldKind.Attribute,
        },
        name);

    /// <summary>Ids of a source's records: equal text in two sources is two things.</summary>
    public bool IsRecordId => Kind is MetricFieldKind.Account or MetricFieldKind.Contact or MetricFieldKind.Deal or MetricFieldKind.Conversation;
}

internal enum MetricFieldKind
{
    Attribute,
    Account,
    Contact,
    Deal,
    Conversation,
    Amount,
    Margin,
    Currency,
    Source,
    Stage,
}
