using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Contracts.Notifications;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Notifications.Preferences;

/// <summary>Says what a person is told: their own, by themselves; anybody's, by admins. It holds for what is not sent yet.</summary>
[Requires(AccessAction.ManagePreferences)]
public sealed class PutNotificationPreferences(Authorize authorize, ModelDirectory directory, PreferenceStore preferences, TimeProvider time)
{
    private const int MaxBytes = 16 * 1024;

    [Function(nameof(PutNotificationPreferences))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/people/{id}/notification-preferences")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ManagePreferences, AccessTarget.OfPerson(id), default, cancellationToken);
        _ = new Query(request);
        JsonBody.RequireJson(request);
        using var bytes = await RequestBody.ReadAsync(request, MaxBytes, cancellationToken);
        var body = JsonBody.Parse<NotificationPreferencesBody>(bytes.Span);
        if (!(await directory.GetAsync(cancellationToken)).Model.People.ContainsKey(id))
        {
            return Problems.NotFound();
        }

        if (PreferenceRules.Check(body) is { Count: > 0 } problems)
        {
            return Problems.Validation(problems);
        }

        var wanted = PreferenceRules.Read(id, body);
        var attempts = new Attempts(time);
        while (true)
        {
            var stored = await preferences.StoredAsync(id, cancellationToken);

            // Who asked for nothing has the default, which is there to be matched and is changed without.
            var current = stored is not null ? EntityTag.Of(stored.Document) : request.Headers.IfMatch.Count > 0 ? GetNotificationPreferences.DefaultTag : null;
            Preconditions.CheckChange(request, current);
            if (await preferences.PutAsync(stored, wanted, cancellationToken) is CommitResult.Committed committed)
            {
                return Reply.Json(PreferenceRules.Show(wanted), EntityTag.Of(committed.ETags[0]!)); // of what was written
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }
}
