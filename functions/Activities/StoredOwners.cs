using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.People;

namespace SalesPerf.Functions.Activities;

/// <summary>
/// Replaces owner ids under which nothing is stored: mail addresses, and those of people who are erased, unless somebody has them now. What is replaced already stays.
/// It is done when an activity comes in, and again when it is ingested: it may have waited since before somebody was erased.
/// </summary>
public sealed class StoredOwners(OwnerPseudonym pseudonym)
{
    /// <summary>The same instance when nothing is to be replaced.</summary>
    public async ValueTask<Activity> ReplaceAsync(Activity activity, Model model, CancellationToken cancellationToken)
    {
        if (activity.Owner is { } owner)
        {
            var replaced = await OfAsync(activity.Source, owner, model, cancellationToken);
            activity = replaced == owner ? activity : activity with { Owner = replaced };
        }

        if (activity.Fields?.GetValueOrDefault(RecordFields.Owner) is { } recordOwner
            && await OfAsync(activity.Source, recordOwner, model, cancellationToken) is var replacement && replacement != recordOwner)
        {
            activity = activity with
            {
                Fields = new SortedDictionary<string, string?>(activity.Fields, StringComparer.Ordinal) { [RecordFields.Owner] = replacement },
            };
        }

        return activity;
    }

    private async ValueTask<string> OfAsync(string source, string owner, Model model, CancellationToken cancellationToken)
    {
        if (OwnerPseudonym.IsMail(owner))
        {
            return await pseudonym.OfAsync(owner, cancellationToken);
        }

        return model.HasErasedOwners
            && !OwnerPseudonym.IsPseudonym(owner)
            && model.PersonOf(source, owner) is null
            && await pseudonym.OfErasedAsync(source, owner, cancellationToken) is var erased
            && model.IsErasedOwner(source, erased)
                ? erased
                : owner;
    }
}
