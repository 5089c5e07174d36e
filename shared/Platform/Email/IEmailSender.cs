namespace SalesPerf.Platform.Email;

/// <summary>Hands a mail to whatever carries it.</summary>
public interface IEmailSender
{
    /// <summary>
    /// Returns when it is known whether the mail was taken over, and throws when it is not. Sending a mail with the same Message-ID again replaces nothing and loses nothing.
    /// </summary>
    Task<EmailOutcome> SendAsync(EmailMessage message, CancellationToken cancellationToken);
}

/// <summary>A mail with both parts.</summary>
/// <param name="MessageId">Without angle brackets, stable over repeats: <c>digest.2026-W47.p-7@sales.example.com</c>.</param>
/// <param name="To">The receiver's address.</param>
/// <param name="ToName">The receiver's name as shown.</param>
/// <param name="Subject">One line.</param>
/// <param name="Html">The HTML part.</param>
/// <param name="Text">The plain-text part.</param>
/// <param name="At">The Date header.</param>
public sealed record EmailMessage(string MessageId, string To, string ToName, string Subject, string Html, string Text, DateTimeOffset At);
