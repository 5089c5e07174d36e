using SalesPerf.Platform.Email;

namespace SalesPerf.Simulation.Engine;

/// <summary>Mail as an instance sends it.</summary>
internal sealed class MailPort(Calls calls, World world) : IEmailSender
{
    public Task<EmailOutcome> SendAsync(EmailMessage message, CancellationToken cancellationToken) =>
        calls.CallAsync<EmailOutcome>($"mail {message.MessageId}", changes: true, () =>
        {
            world.Mails.Add(message.MessageId);
            return new EmailOutcome.Accepted();
        });
}
