using SalesPerf.Platform.Email;

namespace SalesPerf.Functions.Azure;

/// <summary>Stands in until a mail transport is configured: mails wait, with the reason, for the days in which they are tried again.</summary>
internal sealed class UnconfiguredEmailSender : IEmailSender
{
    public Task<EmailOutcome> SendAsync(EmailMessage message, CancellationToken cancellationToken) =>
        Task.FromResult<EmailOutcome>(new EmailOutcome.Deferred("No mail transport is configured."));
}
