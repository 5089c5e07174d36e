using Microsoft.Extensions.Configuration;

namespace SalesPerf.Platform.Webhooks;

/// <summary>Outgoing webhooks: settings <c>Webhooks:…</c>.</summary>
public sealed record WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>True: endpoints may be on this machine or in its network, and without TLS. For trying out, and for networks in which every admin may reach everything. Default false.</summary>
    public bool AllowsInside { get; init; }

    /// <summary>How long an exchange may take, from looking up the name to the last header of the answer. Default 15 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    public static WebhookOptions Read(IConfiguration configuration) => new() { AllowsInside = configuration.GetSection(Section).GetValue<bool>(nameof(AllowsInside)) };
}
