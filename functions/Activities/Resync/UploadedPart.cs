using System.Globalization;
using SalesPerf.Connectors.Imports;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Activities.Resync;

/// <summary>A part of an upload, as what names its rows: a row that has no key of its own is one event of this upload, by its part and line, whatever other rows say.</summary>
public sealed class UploadedPart
{
    private readonly string rows;

    public UploadedPart(ResyncUpload upload, int number)
    {
        Number = number;
        Matches = ResyncUploads.PartsPartition(upload.Source, upload.Id);

        // The same id may come again when an upload is forgotten.
        rows = $"row:{Fingerprint.Of([upload.Source, upload.Id, upload.OpenedAt.UtcTicks.ToString(CultureInfo.InvariantCulture)])}:";
    }

    public int Number { get; }

    /// <summary>Where it is noted for which rows something stands that is held.</summary>
    public string Matches { get; }

    /// <summary>The row with its key.</summary>
    public ImportedActivity Named(ImportedActivity row) => row.Activity.Key.Length > 0
        ? row
        : row with { Activity = row.Activity with { Key = string.Create(CultureInfo.InvariantCulture, $"{rows}{Number}:{row.Line}") } };

    /// <summary>True for a row that only this upload names.</summary>
    public bool IsNamedHere(ImportedActivity row) => IsNamedHere(row.Activity);

    /// <summary>True for what a row of this upload became that only it names.</summary>
    public bool IsNamedHere(Activity activity) => activity.Key.StartsWith(rows, StringComparison.Ordinal);
}
