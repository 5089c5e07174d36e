using SalesPerf.Platform.Email;

namespace SalesPerf.Functions.Azure;

/// <summary>Stands in until a mail transport is configured: an app that sends no mail needs none, one that does fails with the reason.</summary>
internal sealed class UnconfiguredEmailSender : IEmailSender
{
    public Task SendAsync(EmailMessage message, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("No mail transport is configured, so the mail cannot be sent. It stays in its queue.");
}
