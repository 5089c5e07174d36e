namespace SalesPerf.Domain.Activities;

/// <summary>The canonical activity types. Custom types are allowed beside them.</summary>
public static class ActivityTypes
{
    public const string EmailSent = "email.sent";
    public const string EmailReplied = "email.replied";
    public const string CallCompleted = "call.completed";
    public const string MeetingHeld = "meeting.held";
    public const string ProspectCreated = "prospect.created";
    public const string ProspectQualified = "prospect.qualified";
    public const string TaskCompleted = "task.completed";
    public const string DealCreated = "deal.created";
    public const string DealStageChanged = "deal.stageChanged";
    public const string DealAmountChanged = "deal.amountChanged";
    public const string DealCloseDateChanged = "deal.closeDateChanged";
    public const string DealOwnerChanged = "deal.ownerChanged";
    public const string DealWon = "deal.won";
    public const string DealLost = "deal.lost";
    public const string DealReopened = "deal.reopened";
    public const string DealDeleted = "deal.deleted";
    public const string InvoiceIssued = "invoice.issued";
    public const string PaymentReceived = "payment.received";
    public const string TrainingCompleted = "training.completed";
    public const string CoachingHeld = "coaching.held";

    /// <summary>The record type of deals.</summary>
    public const string Deal = "deal";

    /// <summary>The record type of calls whose facts come in several messages.</summary>
    public const string Call = "call";

    /// <summary>The record type of meetings whose facts come in several messages.</summary>
    public const string Meeting = "meeting";

    /// <summary>The record type of tasks whose facts come in several messages.</summary>
    public const string Task = "task";

    /// <summary>True for <c>deal.*</c>: a change of a deal record rather than a plain activity.</summary>
    public static bool IsDealChange(string type) => type.StartsWith("deal.", StringComparison.Ordinal);
}
