using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Connectors;
using SalesPerf.Contracts.Sources;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Sources;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Access;

/// <summary>
/// Sets what a source signs with. It cannot be read back, so there is no version to match. Without secrets in the body one is made
/// and answered, this once.
/// </summary>
[Requires(AccessAction.ManageSecrets)]
public sealed class SetSourceSecret(Authorize authorize, SourceSecretStore secrets, ModelDirectory directory)
{
    private const int MaxBytes = 16 * 1024;

    private const int MaxSecret = 500;

    /// <summary>Their senders make the secret: one made here would verify nothing.</summary>
    private static readonly string[] MadeBySender = ["aircall", "attio", "close", "hubspot", "pipedrive", "salesforce", "svix", "zoom-phone"];

    [Function(nameof(SetSourceSecret))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/sources/{source}/secret")] HttpRequest request, string source, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ManageSecrets, cancellationToken);
        _ = new Query(request);
        JsonBody.RequireJson(request);
        using var body = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken);
        var given = body.Length == 0 ? null : JsonBody.Parse<SourceSecretBody>(body.Span).Secrets;
        var model = (await directory.GetAsync(cancellationToken)).Model;
        if (model.Sources.GetValueOrDefault(source)?.Latest(DateTimeOffset.MaxValue)?.Content is not { } known)
        {
            return Problems.NotFound("There is no such source.");
        }

        if (Check(known, given).ToList() is { Count: > 0 } problems)
        {
            return Problems.Validation(problems);
        }

        if (given is not null)
        {
            await secrets.SetAsync(source, [.. given.OfType<string>()], principal.Id, cancellationToken);
            return Reply.NoContent();
        }

        var made = "whsec_" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        await secrets.SetAsync(source, [made], principal.Id, cancellationToken);
        return Reply.Json(new SourceSecretBody { Secrets = [made] });
    }

    private static IEnumerable<FieldProblem> Check(Source source, IReadOnlyList<string?>? given)
    {
        if (given is null)
        {
            return MadeBySender.Contains(source.Provider)
                ? [new("/secrets", $"The secret of a {source.Provider} source is made there: send it.")]
                : [];
        }

        if (given.Count is 0 or > 2)
        {
            return [new("/secrets", "One secret, or two while it is changed: the current one first.")];
        }

        var connector = ConnectorRegistry.For(source.Provider);
        return given.Index()
            .Select(secret => (secret.Index, Problem: secret.Item is not { Length: > 0 and <= MaxSecret }
                ? $"A secret has 1 to {MaxSecret} characters."
                : connector?.SecretProblem(secret.Item)))
            .Where(secret => secret.Problem is not null)
            .Select(secret => new FieldProblem($"/secrets/{secret.Index}", secret.Problem!)); // filtered above
    }
}
