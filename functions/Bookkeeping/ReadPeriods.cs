using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Commissions;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>The organisation's books, month by month.</summary>
public sealed class ReadPeriods(IDocumentStore store)
{
    /// <summary>Those that are or were being closed, the earliest first.</summary>
    public async Task<IReadOnlyList<OrganisationPeriod>> AllAsync(CancellationToken cancellationToken)
    {
        var found = new List<OrganisationPeriod>();
        await foreach (var stored in store.RangeAsync<OrganisationPeriod>(new RangeQuery(BookDocuments.Organisation, Deals.Books.Kind, Size: 500), cancellationToken))
        {
            found.Add(stored.Value);
        }

        return [.. found.OrderBy(period => period.Period, StringComparer.Ordinal)];
    }

    /// <summary>The days whose terms are those known when they were closed.</summary>
    public async Task<IReadOnlyList<ClosedDays>> ClosedAsync(CancellationToken cancellationToken) => Closed(await AllAsync(cancellationToken));

    /// <inheritdoc cref="ClosedAsync"/>
    public static IReadOnlyList<ClosedDays> Closed(IEnumerable<OrganisationPeriod> periods) =>
        [.. periods
            .Where(period => period is { KnownAt: not null, From: not null, To: not null })
            .Select(period => new ClosedDays(period.Period, period.From!.Value, period.To!.Value, period.ReopenedAt ?? period.KnownAt!.Value))]; // filtered

    /// <summary>Where pay goes on from: of somebody who has no closed month, the day after the organisation's.</summary>
    public static ClosedBooks GoesOn(PostedPay? posted, FiscalCalendar calendar, IReadOnlyList<OrganisationPeriod> periods) =>
        (posted?.Books(calendar) ?? new ClosedBooks([], periods.Where(period => period.State == OrganisationPeriod.Closed).Max(period => period.To))) with
        {
            Reopened = [.. periods.Where(period => period is { ReopenedAt: not null, From: not null, To: not null }).Select(period => new ReopenedDays(period.From!.Value, period.To!.Value, period.ReopenedAt!.Value))], // filtered
        };

    /// <summary>Null for a month that was never closed.</summary>
    public Task<Stored<OrganisationPeriod>?> ReadAsync(string month, CancellationToken cancellationToken) =>
        store.ReadAsync<OrganisationPeriod>(BookDocuments.Organisation, Deals.Books.Id(month), cancellationToken);

    /// <summary>Who has books of a month: everybody who was put on a plan before its end, as known then; by id.</summary>
    public static IReadOnlyList<string> People(Model model, DateTimeOffset knownAt, Period month) => People(model, knownAt, month.End);

    /// <summary>Whom results are kept of: everybody who was ever put on a plan, as known then; by id.</summary>
    public static IReadOnlyList<string> People(Model model, DateTimeOffset knownAt) => People(model, knownAt, DateOnly.MaxValue);

    private static IReadOnlyList<string> People(Model model, DateTimeOffset knownAt, DateOnly before) =>
    [
        .. model.Assignments.Values
            .SelectMany(resource => resource.Versions)
            .Where(version => version.RecordedAt <= knownAt && version.Content is { } content && content.From < before)
            .Select(version => version.Content!.Person) // filtered
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Periods of pay that end with a month, the shortest first.</summary>
    public static IEnumerable<Period> PayPeriods(FiscalCalendar calendar, Period month) =>
        new[] { PeriodKind.Month, PeriodKind.Quarter, PeriodKind.Half, PeriodKind.Year }.Select(kind => calendar.PeriodOf(kind, month.Start)).Where(period => period.End == month.End);
}
