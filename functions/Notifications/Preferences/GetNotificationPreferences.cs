using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Notifications;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Notifications.Preferences;

/// <summary>What a person is told: what they asked for, or the default.</summary>
[Requires(AccessAction.ManagePreferences)]
public sealed class GetNotificationPreferences(Authorize authorize, ModelDirectory directory, PreferenceStore preferences)
{
    /// <summary>The tag of who asked for nothing yet.</summary>
    internal static readonly string DefaultTag = EntityTag.Of("default");

    [Function(nameof(GetNotificationPreferences))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/people/{id}/notification-preferences")] HttpRequest request,
        string id,
        CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ManagePreferences, AccessTarget.OfPerson(id), default, cancellationToken);
        _ = new Query(request);
        if (!(await directory.GetAsync(cancellationToken)).Model.People.ContainsKey(id))
        {
            return Problems.NotFound();
        }

        var stored = await preferences.StoredAsync(id, cancellationToken);
        return Reply.Json(
            PreferenceRules.Show(stored?.Value ?? NotificationPreferences.Default(id)), stored is null ? DefaultTag : EntityTag.Of(stored.Document));
    }
}
