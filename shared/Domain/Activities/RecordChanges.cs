namespace SalesPerf.Domain.Activities;

/// <summary>The types of a record's changes: <c>{record type}.created|changed|restored|deleted</c>. Those of deals are among <see cref="ActivityTypes"/>.</summary>
public static class RecordChanges
{
    private const string Creation = ".created";
    private const string Deletion = ".deleted";
    private const string Restoration = ".restored";

    public static string Created(string recordType) => recordType + Creation;

    public static string Changed(string recordType) => recordType + ".changed";

    public static string Deleted(string recordType) => recordType + Deletion;

    public static string Restored(string recordType) => recordType + Restoration;

    public static bool IsCreation(string type) => type.EndsWith(Creation, StringComparison.Ordinal);

    public static bool IsDeletion(string type) => type.EndsWith(Deletion, StringComparison.Ordinal);

    public static bool IsRestoration(string type) => type.EndsWith(Restoration, StringComparison.Ordinal);

    /// <summary>What an activity is fed as: a call that came in parts is fed as what it counts as.</summary>
    public static string FedAs(Activity activity) => CountsAs(activity) ?? activity.Type;

    /// <summary>What a record counts as once it is done, as far as this change says; null when it does not.</summary>
    public static string? CountsAs(Activity activity) =>
        activity.Fields?.GetValueOrDefault(RecordFields.CountsAs) ?? activity.Fields?.GetValueOrDefault(RecordFields.CountsAsElse);
}
