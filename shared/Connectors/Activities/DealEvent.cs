using System.Text.Json;
using SalesPerf.Connectors.Json;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Connectors.Activities;

/// <summary>One event of a deal as a CRM tells it: the fields it sets, and what kind of event that makes it.</summary>
internal sealed class DealEvent(ReadErrors errors)
{
    private readonly SortedDictionary<string, string?> fields = new(StringComparer.Ordinal);

    /// <summary>Reads a field's text; null with the problem.</summary>
    public delegate string? Reading(string value, out string? problem);

    /// <summary>True when a field was set.</summary>
    public bool IsAny => fields.Count > 0;

    /// <summary>Sets a field from a member: absent leaves it unchanged, null or an empty text clears it.</summary>
    /// <param name="field">One of <see cref="RecordFields"/>.</param>
    /// <param name="value">The member; null when it is absent.</param>
    /// <param name="pointer">Where it is, for a problem.</param>
    /// <param name="read">Its text.</param>
    public void Set(string field, JsonElement? value, string pointer, Reading read)
    {
        switch (value)
        {
            case null:
                break;
            case { ValueKind: JsonValueKind.Null }:
                fields[field] = null;
                break;
            case { } present when JsonText.Scalar(present) is { } text:
                Set(field, text, pointer, read);
                break;
            default:
                errors.Add(pointer, "A text or a number is expected.");
                break;
        }
    }

    /// <summary>Sets a field from its text; an empty one clears it.</summary>
    public void Set(string field, string text, string pointer, Reading read)
    {
        string? problem = null;
        fields[field] = text.Length == 0 ? null : read(text, out problem);
        if (problem is not null)
        {
            errors.Add(pointer, problem);
        }
    }

    /// <summary>Writes the stage with its pipeline where the source's settings do so too, since its id alone means several stages.</summary>
    public void InPipeline(Source source, string? pipeline)
    {
        if (pipeline is not null && fields.GetValueOrDefault(RecordFields.Stage) is { } stage && $"{pipeline}/{stage}" is { Length: <= ItemLimits.MaxId } both && source.Stages.ContainsKey(both))
        {
            fields[RecordFields.Stage] = both;
        }
    }

    /// <summary>The activity, or what is wrong with it.</summary>
    /// <param name="index">Position in the request.</param>
    /// <param name="activity">With source, key, time and deal.</param>
    /// <param name="type">What kind of event it is; null for a change, whose fields say it.</param>
    public ReadItem Read(int index, Activity activity, string? type)
    {
        if (errors.Any)
        {
            return new RejectedItem(index, errors.All);
        }

        return new ReadActivity(index, activity with
        {
            Type = type ?? TypeOf(),
            RecordType = ActivityTypes.Deal,
            Fields = fields,
            Owner = fields.GetValueOrDefault(RecordFields.Owner),
            Account = fields.GetValueOrDefault(RecordFields.Account),
            Amount = fields.GetValueOrDefault(RecordFields.Amount) is { } amount ? decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture) : null,
            Currency = fields.GetValueOrDefault(RecordFields.Currency),
        });
    }

    /// <summary>A deal that was won or lost when it was created: that it was created says all fields, and a second event that it was closed.</summary>
    public static IEnumerable<ReadItem> Closed(ReadItem created, string? closing) => created is ReadActivity { Activity: var activity } && closing is not null
        ? [created, new ReadActivity(created.Index, activity with { Type = closing, Key = $"{activity.Key}:{closing}", Owner = null, Account = null, Amount = null, Currency = null, Contact = null, Attributes = null, Fields = new(StringComparer.Ordinal) })]
        : [created];

    /// <summary>The kind that weighs most; every field is set whichever it is.</summary>
    private string TypeOf() =>
        fields.ContainsKey(RecordFields.Stage) ? ActivityTypes.DealStageChanged
        : fields.ContainsKey(RecordFields.Amount) || fields.ContainsKey(RecordFields.Currency) || fields.ContainsKey(RecordFields.Margin) ? ActivityTypes.DealAmountChanged
        : fields.ContainsKey(RecordFields.ExpectedCloseDate) ? ActivityTypes.DealCloseDateChanged
        : fields.ContainsKey(RecordFields.Owner) ? ActivityTypes.DealOwnerChanged
        : ActivityTypes.DealStageChanged;
}
