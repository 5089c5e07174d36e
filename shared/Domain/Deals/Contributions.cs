using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Domain.Deals;

/// <summary>What a deal means for the people who owned it.</summary>
public static class Contributions
{
    /// <summary>The part of a deal's history that belongs to one person.</summary>
    /// <param name="person">The person.</param>
    /// <param name="record">The deal.</param>
    /// <param name="history">Its history.</param>
    /// <param name="isTheirs">Whether a CRM owner id of this source is the person.</param>
    /// <param name="stage">What a stage means.</param>
    /// <param name="creditDate">The local date of an instant in the organisation's zone.</param>
    /// <param name="holder">Who an owner id that a share names is; null is whoever <paramref name="isTheirs"/> says, or else somebody.</param>
    public static Contribution Of(
        string person,
        DealRecord record,
        DealHistory history,
        Func<string, bool> isTheirs,
        Func<string, StageSetting?> stage,
        Func<DateTimeOffset, DateOnly> creditDate,
        Func<string, string?>? holder = null) => new()
        {
            Person = person,
            Source = record.Source,
            Deal = record.Id,
            Events = [.. history.Events.Where(happened => happened.Owner is { } owner && isTheirs(owner)).Select(Counted)],
            Attributes = history.Latest.Attributes,
            Open = OpenOf(record, history.Latest, person, isTheirs, holder ?? (owner => isTheirs(owner) ? person : owner), stage),
            Credit = CreditOf(record, history, person, isTheirs, holder ?? (owner => isTheirs(owner) ? person : owner), creditDate),
        };

    /// <summary>Only what metrics read of an event: a deal may have thousands.</summary>
    private static DealEvent Counted(DealEvent happened) => happened with
    {
        FromStage = null,
        State = new DealState
        {
            Account = happened.State.Account,
            Amount = happened.State.Amount,
            Currency = happened.State.Currency,
            Margin = happened.State.Margin,
            Stage = happened.State.Stage,
        },
    };

    private static OpenDeal? OpenOf(
        DealRecord record, DealState latest, string person, Func<string, bool> isTheirs, Func<string, string?> holder, Func<string, StageSetting?> stage)
    {
        if (latest.Status != DealStatus.Open || latest.Owner is not { } owner || !isTheirs(owner))
        {
            return null;
        }

        var theirs = DealSplits.Of(latest.Attributes) is { HasSplit: true } splits
            ? splits.IsHeld ? [] : splits.Shares.Where(share => !share.IsOverlay && holder(share.Owner) == person).ToList()
            : null;
        var ofStage = latest.Stage is { } name ? stage(name)?.ProbabilityPercent / 100m : null;
        return new OpenDeal
        {
            Source = record.Source,
            Deal = record.Id,
            Account = latest.Account,
            Amount = latest.Amount ?? 0m,
            Currency = latest.Currency,
            Margin = latest.Margin,
            Stage = latest.Stage,
            Probability = latest.Probability ?? ofStage,
            ProbabilitySource = latest.Probability is not null ? "crm" : ofStage is not null ? "stage" : "none",
            ExpectedCloseDate = latest.ExpectedCloseDate,
            SharePercent = theirs?.Sum(share => share.Percent),
            SharedAs = theirs is { Count: > 0 } ? [.. theirs.Select(share => share.Owner)] : null,
            Attributes = latest.Attributes,
        };
    }

    private static Credit? CreditOf(
        DealRecord record, DealHistory history, string person, Func<string, bool> isTheirs, Func<string, string?> holder, Func<DateTimeOffset, DateOnly> creditDate)
    {
        var won = history.Latest.Status == DealStatus.Won ? history.Events.LastOrDefault(happened => happened.Type == ActivityTypes.DealWon) : null;
        var facts = Facts(history, creditDate);
        if (won is null && (history.Latest.Status != DealStatus.Open || facts.Count == 0))
        {
            return null;
        }

        var owner = won is null ? history.Latest.Owner ?? history.Facts.Select(fact => fact.Owner).FirstOrDefault(known => known is not null) : won.Owner;
        var isOwner = owner is not null && isTheirs(owner);
        if (Share(DealSplits.Of(history.Latest.Attributes), person, isOwner, holder) is not { } share)
        {
            return null;
        }

        var state = won?.State ?? history.Latest;
        return new Credit
        {
            Source = record.Source,
            Deal = record.Id,
            Event = won?.Key ?? facts[0].Event,
            Date = won is null ? facts[0].Date : creditDate(won.At),
            Amount = state.Amount ?? 0m,
            Currency = state.Currency,
            Margin = state.Margin,
            Account = state.Account,
            Stage = state.Stage,
            Attributes = history.Latest.Attributes,
            SharePercent = share.Own,
            SharedAs = share.As,
            OverlayPercent = share.Overlay,
            SplitState = share.State,
            IsOwner = isOwner ? null : false,
            IsBooked = won is null ? false : null,
            Facts = facts.Count == 0 ? null : facts,
        };
    }

    /// <summary>The person's part of the deal; null where they have none.</summary>
    private static (decimal? Own, IReadOnlyList<string>? As, decimal? Overlay, string? State)? Share(DealSplits? splits, string person, bool isOwner, Func<string, string?> holder)
    {
        if (splits is null)
        {
            return isOwner ? (null, null, null, null) : null;
        }

        var theirs = splits.Shares.Where(share => holder(share.Owner) == person).ToList();
        if (splits.IsHeld)
        {
            return isOwner || theirs.Count > 0 ? (0m, null, null, DealSplits.Held) : null;
        }

        var overlay = theirs.Where(share => share.IsOverlay).Sum(share => share.Percent);
        var own = splits.HasSplit ? theirs.Where(share => !share.IsOverlay).Sum(share => share.Percent) : isOwner ? 100m : 0m;
        if (own == 0m && overlay == 0m)
        {
            return null;
        }

        var state = splits.Shares.Any(share => holder(share.Owner) is null) ? DealSplits.Unknown : splits.IsShort ? DealSplits.House : null;
        IReadOnlyList<string> names = [.. theirs.Where(share => !share.IsOverlay).Select(share => share.Owner)];
        return (own == 100m ? null : own, names.Count == 0 ? null : names, overlay == 0m ? null : overlay, state);
    }

    private static List<CreditFact> Facts(DealHistory history, Func<DateTimeOffset, DateOnly> creditDate) =>
        [.. history.Facts
            .Where(fact => fact.Amount != 0m)
            .Select(fact => new CreditFact(fact.Key, fact.Type == ActivityTypes.InvoiceIssued ? "invoice" : "payment", creditDate(fact.At), fact.Amount, fact.Currency ?? history.Latest.Currency))
            .OrderBy(fact => fact.Date)
            .ThenBy(fact => fact.Event, StringComparer.Ordinal)];
}
