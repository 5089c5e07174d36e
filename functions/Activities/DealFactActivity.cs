using SalesPerf.Domain.Activities;

namespace SalesPerf.Functions.Activities;

/// <summary>
/// An invoice or a payment of a deal is stored twice: with whoever it names, where metrics count it, and with the deal, whose fact it is. Both come from the one message, and
/// each is created once.
/// </summary>
internal static class DealFactActivity
{
    /// <summary>The change of the deal that an activity is too; null for every other one.</summary>
    public static Activity? Of(Activity activity)
    {
        if (activity is not { Type: ActivityTypes.InvoiceIssued or ActivityTypes.PaymentReceived, RecordType: null, Deal: not null, Amount: { } amount })
        {
            return null;
        }

        var fields = new SortedDictionary<string, string?>(StringComparer.Ordinal) { [RecordFields.Amount] = CanonicalText.Of(amount) };
        if (activity.Currency is { } currency)
        {
            fields[RecordFields.Currency] = currency;
        }

        if (activity.Owner is { } owner)
        {
            fields[RecordFields.Owner] = owner;
        }

        // What came first under the key stands: the activity itself tells when another says something else.
        return activity with { RecordType = ActivityTypes.Deal, Fields = fields, Attributes = null, IsOnce = true };
    }
}
