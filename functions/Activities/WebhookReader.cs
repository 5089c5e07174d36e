using System.Globalization;
using System.Security.Cryptography;
using SalesPerf.Connectors;
using SalesPerf.Domain.Sources;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.People;

namespace SalesPerf.Functions.Activities;

/// <summary>Finds whose name was posted to, and reads the request as its provider does. A name that is no source's costs the same, and reads nothing more from the store than one that is.</summary>
public sealed class WebhookReader(ModelDirectory directory, SourceSecretStore secrets, OwnerReadings owners, OwnerPseudonym pseudonym)
{
    private readonly UnregisteredSources unregistered = new(RandomNumberGenerator.GetBytes(32));

    public async Task<WebhookReading> ReadAsync(string source, WebhookRequest received, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var settings = (await directory.GetAsync(cancellationToken)).Model.Source(source, DateOnly.FromDateTime(now.UtcDateTime));
        var active = await secrets.GetAsync(source, cancellationToken);
        var choice = await ChoiceAsync(source, cancellationToken);
        if (settings is null || ConnectorRegistry.For(settings.Provider) is not { } connector)
        {
            var refused = unregistered.Refuse(received, choice, now);
            return new(settings, null, unregistered.Greeting(received, now) ?? (ConnectorResult)refused);
        }

        var (asRead, read) = await owners.ReadAsync(settings, connector, by => connector.Read(received, by, active, now), cancellationToken);
        return new(asRead, connector, read is ConnectorResult.Unauthorized refusal ? unregistered.Greeting(received, now) ?? (ConnectorResult)Why(refusal, active) : read);
    }

    /// <summary>Why nothing verifies: where the secret cannot be decrypted, no sender is at fault.</summary>
    internal static ConnectorResult.Unauthorized Why(ConnectorResult.Unauthorized refusal, SourceSecrets secrets) =>
        ReferenceEquals(secrets, SourceSecrets.Unreadable) ? new ConnectorResult.Unauthorized("secret-unreadable") : refusal;

    /// <summary>A number for a name: by the store's own key, so that it is the same on every instance and cannot be foreseen.</summary>
    private async ValueTask<uint> ChoiceAsync(string source, CancellationToken cancellationToken) =>
        uint.Parse((await pseudonym.OfErasedAsync("\nno-source", source, cancellationToken)).AsSpan(2, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}

/// <summary>What was posted to a name.</summary>
/// <param name="Source">Its settings; null where it is no source in force.</param>
/// <param name="Connector">Its provider's; null where there is none, and nothing is taken.</param>
/// <param name="Result">What was read.</param>
public sealed record WebhookReading(Source? Source, IConnector? Connector, ConnectorResult Result);
