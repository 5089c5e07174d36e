using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;

namespace SalesPerf.Domain.Deals;

/// <summary>Walks a deal's ordered changes, an instant at a time, and notes what happened.</summary>
internal sealed class DealWalk(Func<string, StageSetting?> stage)
{
    private readonly List<DealEvent> events = [];
    private readonly List<DealFact> facts = [];

    /// <summary>While the deal is deleted, the status is the one that a restore brings back.</summary>
    private DealState state = new();
    private bool isDeleted;
    private bool isCreated;
    private bool wasOwned;

    /// <summary>True when the stage the deal stands in says it is closed, so that leaving it reopens the deal.</summary>
    private bool isClosedByStage;

    /// <summary>
    /// Takes all changes of one instant. What happened belongs to the owner whom they leave, whichever of them names the owner;
    /// before the first known owner to that one. Once an owner was known, nobody's is nobody's.
    /// </summary>
    public void Take(IEnumerable<DealChange> instant)
    {
        var first = wasOwned ? events.Count : 0;
        foreach (var change in instant)
        {
            Take(change);
        }

        wasOwned |= state.Owner is not null;
        for (var i = first; i < events.Count; i++)
        {
            events[i] = events[i] with { Owner = state.Owner };
        }
    }

    public DealHistory History(IReadOnlyList<string> owners) => isDeleted
        ? new DealHistory(owners, [], state with { Status = DealStatus.Deleted })
        : new DealHistory(owners, [.. Standing().Select(Settle)], state) { Facts = facts };

    private void Take(DealChange change)
    {
        if (change.Type is ActivityTypes.InvoiceIssued or ActivityTypes.PaymentReceived)
        {
            facts.Add(DealFields.Fact(change));
            return;
        }

        var before = state;
        state = DealFields.Apply(before, change);
        if (change.Type == ActivityTypes.DealDeleted)
        {
            isDeleted = true;
            return;
        }

        var isRestored = isDeleted && change.Type is ActivityTypes.DealReopened or ActivityTypes.DealCreated;
        isDeleted &= !isRestored;
        if (change.Type == ActivityTypes.DealCreated && !isCreated)
        {
            isCreated = true;
            Note(ActivityTypes.DealCreated, change);
        }

        Differences(change, before);
        Close(change, before, isRestored);
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

    private void Close(DealChange change, DealState before, bool isRestored)
    {
        // What is created again stands where its stage says, whether it was deleted there or not.
        var isCreatedAgain = isRestored && change.Type == ActivityTypes.DealCreated;
        var hasMoved = state.Stage is not null && (state.Stage != before.Stage || isCreatedAgain);
        var outcome = hasMoved ? stage(state.Stage!)?.Outcome : null;
        var status = change.Type switch
        {
            ActivityTypes.DealWon => DealStatus.Won,
            ActivityTypes.DealLost => DealStatus.Lost,
            ActivityTypes.DealReopened when !isRestored && !IsClosedByStage(change, hasMoved, outcome) => DealStatus.Open,
            _ => outcome switch
            {
                "won" => DealStatus.Won,
                "lost" => DealStatus.Lost,
                "open" => DealStatus.Open,
                _ => isCreatedAgain || (hasMoved && isClosedByStage) ? DealStatus.Open : state.Status,
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

    /// <summary>True for a state that says open of a deal whose stage says closed: stages are what the customer says.</summary>
    private bool IsClosedByStage(DealChange change, bool hasMoved, string? outcome) =>
        change.IsState == true && (hasMoved ? outcome is "won" or "lost" : isClosedByStage);

    private void Note(string type, DealChange change, string? fromStage = null) =>
        events.Add(new DealEvent(type, change.At, change.Key, null, fromStage, state, change.Repaired));

    /// <summary>Without the wins and losses that were taken back: only the last one counts, and only while the deal is closed.</summary>
    private IEnumerable<DealEvent> Standing()
    {
        var standing = state.Status == DealStatus.Open ? -1 : events.FindLastIndex(IsClosing);
        return events.Where((noted, i) => i == standing || !IsClosing(noted));
    }

    private static bool IsClosing(DealEvent noted) => noted.Type is ActivityTypes.DealWon or ActivityTypes.DealLost;

    /// <summary>Gives the latest facts to those that are counted by value.</summary>
    private DealEvent Settle(DealEvent noted) => noted.Type == ActivityTypes.DealCreated || IsClosing(noted)
        ? noted with
        {
            State = noted.State with
            {
                Owner = noted.Owner,
                Amount = state.Amount,
                Currency = state.Currency,
                Margin = state.Margin,
                Account = state.Account,
                Attributes = state.Attributes,
            },
        }
        : noted with { State = noted.State with { Owner = noted.Owner } };
}
