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
    public static Contribution Of(
        string person,
        DealRecord record,
        DealHistory history,
        Func<string, bool> isTheirs,
        Func<string, StageSetting?> stage,
        Func<DateTimeOffset, DateOnly> creditDate) => new()
        {
            Person = person,
            Source = record.Source,
            Deal = record.Id,
            Events = [.. history.Events.Where(happened => happened.Owner is { } owner && isTheirs(owner)).Select(Counted)],
            Attributes = history.Latest.Attributes,
            Open = OpenOf(record, history.Latest, isTheirs, stage),
            Credit = CreditOf(record, history, isTheirs, creditDate),
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

    private static OpenDeal? OpenOf(DealRecord record, DealState latest, Func<string, bool> isTheirs, Func<string, StageSetting?> stage)
    {
        if (latest.Status != DealStatus.Open || latest.Owner is not { } owner || !isTheirs(owner))
        {
            return null;
        }

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
            Attributes = latest.Attributes,
        };
    }

    private static Credit? CreditOf(DealRecord record, DealHistory history, Func<string, bool> isTheirs, Func<DateTimeOffset, DateOnly> creditDate)
    {
        if (history.Latest.Status != DealStatus.Won
            || history.Events.LastOrDefault(happened => happened.Type == ActivityTypes.DealWon) is not { Owner: { } owner } won
            || !isTheirs(owner))
        {
            return null;
        }

        return new Credit
        {
            Source = record.Source,
            Deal = record.Id,
            Event = won.Key,
            Date = creditDate(won.At),
            Amount = won.State.Amount ?? 0m,
            Currency = won.State.Currency,
            Margin = won.State.Margin,
            Account = won.State.Account,
            Stage = won.State.Stage,
            Attributes = WithLater(won.State.Attributes, history.Latest.Attributes),
        };
    }

    /// <summary>What was known at the win stays as it was; what is learnt first after it (an invoice, cash, the end) is added.</summary>
    private static SortedDictionary<string, string> WithLater(SortedDictionary<string, string> won, SortedDictionary<string, string> latest)
    {
        if (latest.Keys.All(won.ContainsKey))
        {
            return won;
        }

        var all = new SortedDictionary<string, string>(won, StringComparer.Ordinal);
        foreach (var (name, value) in latest)
        {
            all.TryAdd(name, value);
        }

        return all;
    }
}
