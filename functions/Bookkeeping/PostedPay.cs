using System.Text.Json;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>Where a person's pay goes on from after the last closed month: the latest state of each assignment. Packed, as it says what every credit got.</summary>
/// <param name="Month">The last closed fiscal month.</param>
/// <param name="Packed">The states as JSON, Brotli, base 64; empty where they are in pieces.</param>
/// <param name="Pieces">Hashes of the pieces in their order, where it is too long for one document.</param>
public sealed record PostedPay(string Month, string Packed, IReadOnlyList<string>? Pieces = null)
{
    public static PostedPay Of(string month, IReadOnlyList<ClosedPay> states) =>
        new(month, Packing.Pack(JsonSerializer.SerializeToUtf8Bytes(states, TypedDocuments.TypeInfo<IReadOnlyList<ClosedPay>>())));

    public IReadOnlyList<ClosedPay> Open() => JsonSerializer.Deserialize(Packing.Unpack(Packed), TypedDocuments.TypeInfo<IReadOnlyList<ClosedPay>>()) ?? [];

    /// <summary>As statements are given it.</summary>
    public ClosedBooks Books(FiscalCalendar calendar) => new(Open(), calendar.Parse(Month)?.End);

    public Document ToDocument(string pk) => TypedDocuments.New(pk, BookDocuments.PostedId, BookDocuments.PostedKind, TypedDocuments.Timeless, this);
}
