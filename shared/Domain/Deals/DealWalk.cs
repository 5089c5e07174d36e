using System.Globalization;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Domain.Deals;

/// <summary>Walks a deal's ordered changes, one at a time, and notes what happened.</summary>
internal sealed class DealWalk(Func<string, StageSetting?> stage)
{
    private readonly List<DealEvent> events = [];
    private DealState state = new();
    private string? firstOwner;
    private bool isCreated;

    /// <summary>True when the stage the deal stands in says it is closed, so that leaving it reopens the deal.</summary>
    private bool isClosedByStage;

    public void Take(DealChange change)
    {
        var before = state;
        state = DealFields.Apply(before, change);
        firstOwner ??= state.Owner;

        switch (change.Type)
        {
            case ActivityTypes.DealDeleted:
                state = state with { Status = DealStatus.Deleted };
                return;
            case ActivityTypes.DealCreated:
                Create(change, before);
                break;
            case ActivityTypes.DealReopened when before.Status == DealStatus.Deleted:
                state = state with { Status = DealStatus.Open };
                break;
            default:
                break;
        }

        Differences(change, before);
        Close(change, before);
    }

    public DealHistory History(IReadOnlyList<string> owners)
    {
        if (state.Status == DealStatus.Deleted)
        {
            return new DealHistory(owners, [], state);
        }

        return new DealHistory(owners, [.. events.Select(Settle)], state);
    }

    private void Create(DealChange change, DealState before)
    {
        if (before.Status == DealStatus.Deleted)
        {
            state = state with { Status = DealStatus.Open };
        }

        if (!isCreated)
        {
            isCreated = true;
            Note(ActivityTypes.DealCreated, change);
        }
    }

    private void Differences(DealChange change, DealState before)
    {
        if (state.Stage != before.Stage && state.Stage is not null && change.Type != ActivityTypes.DealCreated)
        {
            Note(ActivityTypes.DealStageChanged, change, before.Stage);
        }

        if (before.Owner is not null && state.Owner is not null && state.Owner != before.Owner)
        {
            Note(ActivityTypes.DealOwnerChanged, change);
        }

        if (before.Amount is not null && state.Amount != before.Amount)
        {
            Note(ActivityTypes.DealAmountChanged, change);
        }

        if (before.ExpectedCloseDate is not null && state.ExpectedCloseDate != before.ExpectedCloseDate)
        {
            Note(ActivityTypes.DealCloseDateChanged, change);
        }
    }

    private void Close(DealChange change, DealState before)
    {
        if (state.Status == DealStatus.Deleted)
        {
            return;
        }

        var hasMoved = state.Stage != before.Stage && state.Stage is not null;
        var outcome = hasMoved ? stage(state.Stage!)?.Outcome : null;
        var status = change.Type switch
        {
            ActivityTypes.DealWon => DealStatus.Won,
            ActivityTypes.DealLost => DealStatus.Lost,
            ActivityTypes.DealReopened => DealStatus.Open,
            _ => outcome switch
            {
                "won" => DealStatus.Won,
                "lost" => DealStatus.Lost,
                "open" => DealStatus.Open,
                _ => hasMoved && isClosedByStage ? DealStatus.Open : state.Status,
            },
        };

        if (hasMoved)
        {
            isClosedByStage = outcome is "won" or "lost";
        }

        if (status == state.Status)
        {
            return;
        }

        state = state with { Status = status };
        Note(
            status switch
            {
                DealStatus.Won => ActivityTypes.DealWon,
                DealStatus.Lost => ActivityTypes.DealLost,
                _ => ActivityTypes.DealReopened,
            },
            change);
    }

    private void Note(string type, DealChange change, string? fromStage = null) =>
        events.Add(new DealEvent(type, change.At, change.Key, state.Owner, fromStage, state));

    /// <summary>Gives an event its owner, and the latest facts to those that are counted by value.</summary>
    private DealEvent Settle(DealEvent noted)
    {
        var settled = noted with { Owner = noted.Owner ?? firstOwner };
        return noted.Type is ActivityTypes.DealCreated or ActivityTypes.DealWon or ActivityTypes.DealLost
            ? settled with
            {
                State = noted.State with
                {
                    Owner = settled.Owner,
                    Amount = state.Amount,
                    Currency = state.Currency,
                    Margin = state.Margin,
                    Account = state.Account,
                    Attributes = state.Attributes,
                },
            }
            : settled with { State = noted.State with { Owner = settled.Owner } };
    }
}

/// <summary>Applies the fields of a change. Unreadable values clear nothing: connectors only pass canonical text.</summary>
internal static class DealFields
{
    public static DealState Apply(DealState state, DealChange change)
    {
        foreach (var (name, value) in change.Fields ?? [])
        {
            state = name switch
            {
                RecordFields.Owner => state with { Owner = value },
                RecordFields.Account => state with { Account = value },
                RecordFields.Amount => state with { Amount = Number(value) },
                RecordFields.Currency => state with { Currency = value },
                RecordFields.Margin => state with { Margin = Number(value) },
                RecordFields.Stage => state with { Stage = value },
                RecordFields.Probability => state with { Probability = Number(value) },
                RecordFields.ExpectedCloseDate => state with { ExpectedCloseDate = Date(value) },
                RecordFields.LossReason => state with { LossReason = value },
                _ => state,
            };
        }

        if (change.Attributes is { Count: > 0 } attributes)
        {
            var merged = new SortedDictionary<string, string>(state.Attributes, StringComparer.Ordinal);
            foreach (var (name, value) in attributes)
            {
                merged[name] = value;
            }

            state = state with { Attributes = merged };
        }

        return state;
    }

    private static decimal? Number(string? text) =>
        text is null ? null : decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private static DateOnly? Date(string? text) =>
        text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
