using SalesPerf.Connectors.Text;
using SalesPerf.Domain.Activities;

namespace SalesPerf.Connectors.Activities;

/// <summary>What activities other than a deal's changes need, whichever provider they come from.</summary>
internal static class PlainActivity
{
    /// <summary>The attributes that have a value, as one line of text each; null when none has.</summary>
    public static SortedDictionary<string, string>? Attributes(params ReadOnlySpan<(string Name, string? Value)> pairs)
    {
        var attributes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in pairs)
        {
            if (value is not null && FieldText.Reason(value, out _) is { } text)
            {
                attributes[name] = text;
            }
        }

        return attributes.Count == 0 ? null : attributes;
    }

    /// <summary>The activity, or what is wrong with its ids.</summary>
    /// <param name="index">Position in the request.</param>
    /// <param name="activity">The activity.</param>
    /// <param name="pointer">The object its ids come from.</param>
    public static ReadItem Checked(int index, Activity activity, string pointer)
    {
        var errors = new ReadErrors();
        Check("owner", activity.Owner);
        Check("account", activity.Account);
        Check("contact", activity.Contact);
        Check("deal", activity.Deal);
        Check("conversation", activity.Conversation);
        return errors.Any ? new RejectedItem(index, errors.All) : new ReadActivity(index, activity);

        void Check(string name, string? id)
        {
            if (id is not null && PlainText.Problem(id, ItemLimits.MaxId) is { } problem)
            {
                errors.Add(pointer, $"The {name}: {problem}");
            }
        }
    }
}
