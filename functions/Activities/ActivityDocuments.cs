using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Activities;

/// <summary>Where an activity is stored: partition and id are functions of the event alone, so it is stored once for ever.</summary>
public static class ActivityDocuments
{
    public const string Kind = "activity";

    /// <summary>Kind of the change documents in a record's partition.</summary>
    public const string ChangeKind = "change";

    public static string Partition(Activity activity) => activity switch
    {
        { RecordType: { } type, RecordId: { } id } => Partitions.Record(activity.Source, type, id),
        { Owner: { } owner } => Partitions.Who(activity.Source, owner),
        _ => Partitions.Nobody(activity.Source, activity.Key),
    };

    public static string Id(Activity activity) => $"{KindOf(activity)}~{Key.Component(activity.Key)}";

    public static Document Document(Activity activity) =>
        TypedDocuments.New(Partition(activity), Id(activity), KindOf(activity), activity.OccurredAt, activity);

    private static string KindOf(Activity activity) => activity.RecordType is null ? Kind : ChangeKind;
}
