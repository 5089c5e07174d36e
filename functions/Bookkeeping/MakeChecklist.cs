using System.Collections.Concurrent;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.People;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Commissions.Calculated;
using SalesPerf.Functions.Commissions.Entered;
using SalesPerf.Functions.Deals;
using SalesPerf.Functions.People;
using SalesPerf.Functions.Resources.Plans;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>What to look at before a month is closed.</summary>
public sealed class MakeChecklist(IDocumentStore store, ReadStatement statements, ReadCalculated calculated, AdjustmentBooks adjustments, EnteredValues entered, DisputeBooks disputes, HoldBooks holds, PlanDrafts drafts, TimeProvider time)
{
    /// <summary>Ids named of an item.</summary>
    private const int MaxNamed = 50;

    private const int PeopleAtOnce = 8;

    /// <summary>Statements without figures. Nobody can accept it: what the month adds by hand, its draw and its caps would be lost.</summary>
    public const string NotComputable = "notComputable";

    /// <summary>Warnings of statements that stand in the way, with the code they have here.</summary>
    private static readonly Dictionary<string, string> Blocking = new(StringComparer.Ordinal)
    {
        [WarningCodes.OtherCurrency] = "missingRates",
        [WarningCodes.OtherPayoutCurrency] = "missingRates",
        [WarningCodes.NotComputable] = NotComputable,
        [WarningCodes.SplitHeld] = "heldSplits",
    };

    public async Task<Checklist> OfAsync(Model model, FiscalCalendar calendar, Period month, CancellationToken cancellationToken)
    {
        var items = new List<ChecklistItem>();
        Add(items, "unmappedIdentities", true, await UnmappedAsync(model, month, cancellationToken));
        var warned = await WarnedAsync(model, calendar, month, cancellationToken);
        foreach (var code in Blocking.Values.Distinct().Order(StringComparer.Ordinal))
        {
            Add(items, code, true, [.. warned.Where(one => one.Code == code).Select(one => one.Subject).Distinct().Order(StringComparer.Ordinal)]);
        }

        var (proposed, open, held) = await WaitingAsync(model, month, cancellationToken);
        Add(items, "planDrafts", true, [.. (await drafts.OpenAsync(cancellationToken)).Where(draft => draft.SpeaksBefore(month.End)).Select(draft => draft.Id).Order(StringComparer.Ordinal)]);
        Add(items, "unapprovedAdjustments", true, proposed);
        Add(items, "unapprovedValues", true, await ProposedValuesAsync(model, calendar, month, cancellationToken));
        Add(items, "holds", false, held);
        Add(items, "openDisputes", false, open);
        return new Checklist(month.Id, items);
    }

    private async Task<(IReadOnlyList<string> Adjustments, IReadOnlyList<string> Disputes, IReadOnlyList<string> Holds)> WaitingAsync(Model model, Period month, CancellationToken cancellationToken)
    {
        var (found, open, held) = (new ConcurrentBag<string>(), new ConcurrentBag<string>(), new ConcurrentBag<string>());
        await Parallel.ForEachAsync(ReadPeriods.People(model, time.GetUtcNow(), month), Several.AtOnce(PeopleAtOnce, cancellationToken), async (person, stop) =>
        {
            foreach (var adjustment in (await adjustments.OfAsync(person, stop)).Where(one => one.State == Domain.Bookkeeping.Adjustment.Proposed && month.Contains(one.Date)))
            {
                found.Add($"{person}: {adjustment.Id}");
            }

            foreach (var dispute in (await disputes.OfAsync(person, stop)).Where(one => one.State != Domain.Bookkeeping.Dispute.Resolved))
            {
                open.Add($"{person}: {dispute.Id}");
            }

            foreach (var hold in (await holds.OfAsync(person, stop)).Where(one => one.From < month.End && !(one.ReleasedOn < month.End)))
            {
                held.Add($"{person}: {hold.Id}");
            }
        });
        return ([.. found.Order(StringComparer.Ordinal)], [.. open.Order(StringComparer.Ordinal)], [.. held.Order(StringComparer.Ordinal)]);
    }

    /// <summary>Values of periods that end in the month, which nobody approved or rejected yet.</summary>
    private async Task<IReadOnlyList<string>> ProposedValuesAsync(Model model, FiscalCalendar calendar, Period month, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(ReadPeriods.People(model, time.GetUtcNow(), month), Several.AtOnce(PeopleAtOnce, cancellationToken), async (person, stop) =>
        {
            foreach (var entry in (await entered.OfAsync(person, stop)).Where(one => one.State == MetricEntry.Proposed && calendar.Parse(one.Period) is { } period && month.Contains(period.Last)))
            {
                found.Add($"{person}: {entry.Metric}/{entry.Period}");
            }
        });
        return [.. found.Order(StringComparer.Ordinal)];
    }

    private static void Add(List<ChecklistItem> items, string code, bool isBlocking, IReadOnlyList<string> subjects)
    {
        if (subjects.Count > 0)
        {
            items.Add(new ChecklistItem(code, isBlocking, subjects.Count, [.. subjects.Take(MaxNamed)]));
        }
    }

    private async Task<IReadOnlyCollection<(string Code, string Subject)>> WarnedAsync(Model model, FiscalCalendar calendar, Period month, CancellationToken cancellationToken)
    {
        var found = new ConcurrentBag<(string, string)>();
        var results = await calculated.CurrentAsync(model, calendar, [.. ReadPeriods.PayPeriods(calendar, month)], cancellationToken);
        await Parallel.ForEachAsync(ReadPeriods.People(model, time.GetUtcNow(), month), Several.AtOnce(PeopleAtOnce, cancellationToken), async (person, stop) =>
        {
            foreach (var period in ReadPeriods.PayPeriods(calendar, month))
            {
                var warnings = await results.FindAsync(person, period, stop) is { } known
                    ? known.Warnings
                    : (await statements.FindAsync(model, calendar, person, period, stop)).Statement.Warnings;
                foreach (var warning in warnings.Where(warning => Blocking.ContainsKey(warning.Code)))
                {
                    found.Add((Blocking[warning.Code], $"{person}: {string.Join(", ", warning.Examples)}"));
                }
            }
        });
        return found;
    }

    /// <summary>Identities that nobody claims and that won a deal in the month: <c>{source}/{owner}</c>, mail addresses by their keyed hash, as they are stored.</summary>
    private async Task<IReadOnlyList<string>> UnmappedAsync(Model model, Period month, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        await foreach (var stored in store.RangeAsync<Identity>(new RangeQuery(Partitions.People, IdentityDocuments.Kind, Size: 500), cancellationToken))
        {
            if (stored.Value is { Person: null } identity && await HasCreditAsync(model, identity, month, cancellationToken))
            {
                found.Add($"{identity.Source}/{identity.Owner}");
            }
        }

        return found;
    }

    private async Task<bool> HasCreditAsync(Model model, Identity identity, Period month, CancellationToken cancellationToken)
    {
        await foreach (var pointer in store.RangeAsync<RecordPointer>(new RangeQuery(Partitions.Who(identity.Source, identity.Owner), DealDocuments.PointerKind, Size: 500), cancellationToken))
        {
            if (pointer.Value.Type == ActivityTypes.Deal
                && await store.ReadAsync<DealRecord>(Partitions.Record(identity.Source, pointer.Value.Type, pointer.Value.Id), DealDocuments.RecordId, cancellationToken) is { } record
                && DealContext.Of(model, identity.Source, time.GetUtcNow()).Contribution("", record.Value, owner => owner == identity.Owner ? "" : model.PersonOf(identity.Source, owner), DateTimeOffset.MaxValue).Credit is { } credit
                && month.Contains(credit.Date))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>What to look at before a month is closed.</summary>
/// <param name="Period">The fiscal month's id.</param>
/// <param name="Items">Nothing is an empty list.</param>
public sealed record Checklist(string Period, IReadOnlyList<ChecklistItem> Items);

/// <summary>One thing to look at.</summary>
/// <param name="Code"><c>unmappedIdentities</c>, <c>heldSplits</c>, <c>missingRates</c>, <c>notComputable</c>, <c>planDrafts</c>, <c>unapprovedAdjustments</c>, <c>unapprovedValues</c>, <c>holds</c> or <c>openDisputes</c>.</param>
/// <param name="IsBlocking">True: the month closes only if it is acknowledged.</param>
/// <param name="Count">How many.</param>
/// <param name="Subjects">Ids of the first fifty.</param>
public sealed record ChecklistItem(string Code, bool IsBlocking, int Count, IReadOnlyList<string> Subjects);
