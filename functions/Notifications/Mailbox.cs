using SalesPerf.Domain.Notifications;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Competencies;
using SalesPerf.Platform.Email;

namespace SalesPerf.Functions.Notifications;

/// <summary>Who a mail goes to.</summary>
internal sealed record Mailbox(string Address, string Name)
{
    /// <summary>A person's; null when they have no address that can be sent to.</summary>
    public static Mailbox? Of(Model model, string person, DateTimeOffset now) =>
        model.Person(person, ScorecardInputs.Today(model, person, now)) is { Mail: { } mail } found && EmailAddress.IsValid(mail) ? new Mailbox(mail, found.Name) : null;

    /// <summary>A claim after its mail was handed over, or was not.</summary>
    public static Delivery Ended(Delivery claim, EmailOutcome outcome, DateTimeOffset now) => outcome switch
    {
        EmailOutcome.Refused { Reason: var reason } => claim.End(Delivery.Refused, reason, now),
        EmailOutcome.Deferred { Reason: var reason } => claim.Fail(reason, now, Random.Shared.NextDouble()),
        _ => claim.Succeed(now),
    };
}
