using System.Text.Json;
using SalesPerf.Connectors.Activities;
using SalesPerf.Connectors.Json;
using SalesPerf.Connectors.Mapping;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Zoho;

/// <summary>Deals: their facts are known only where the channel returns values. Won and lost are stages, by name.</summary>
internal static class ZohoDeal
{
    public static readonly (string Name, string Field, DealEvent.Reading Read)[] Members =
    [
        ("Amount", RecordFields.Amount, FieldText.Amount),
        ("Currency", RecordFields.Currency, FieldText.Currency),
        ("Stage", RecordFields.Stage, FieldText.Id),
        ("Owner", RecordFields.Owner, FieldText.Id),
        ("Account_Name", RecordFields.Account, FieldText.Id),
        ("Probability", RecordFields.Probability, FieldText.Percent),
        ("Closing_Date", RecordFields.ExpectedCloseDate, FieldText.Date),
        ("Reason_For_Loss__s", RecordFields.LossReason, FieldText.Reason),
    ];

    public static ReadItem Read(ZohoNotification notification, Activity activity, JsonElement? values, Source source)
    {
        var deal = new DealEvent(new ReadErrors());
        if (notification.Operation == "delete")
        {
            return deal.Read(0, activity, ActivityTypes.DealDeleted);
        }

        var isNew = notification.Operation == "insert";
        if (values is null && !isNew)
        {
            return new IgnoredItem(0, "Only the change is told: the deal's stage, amount, owner and closing date would have to be fetched (Deals/{id}), or the channel be made with return_affected_field_values.");
        }

        foreach (var (member, field, read) in Mapped.In(source, Members))
        {
            var value = ZohoNotification.Value(values, member);
            if (!isNew || value is { ValueKind: not JsonValueKind.Null })
            {
                deal.Set(field, value, JsonPointer.Append("/affected_values", member), read);
            }
        }

        deal.InPipeline(source, ZohoNotification.Text(values, "Pipeline"));
        return deal.IsAny || isNew
            ? deal.Read(0, activity with { Contact = Contact(values) }, isNew ? ActivityTypes.DealCreated : null)
            : new IgnoredItem(0, "Nothing of the deal that is used has changed.");
    }

    private static string? Contact(JsonElement? values) =>
        ZohoNotification.Text(values, "Contact_Name") is { } id && FieldText.Id(id, out var problem) is { } known && problem is null ? known : null;
}
