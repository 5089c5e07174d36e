using Microsoft.AspNetCore.Http;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Resources;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Access;

/// <summary>
/// The first line of every function that is not public: who asks, and may they? It returns who, or ends the request with 401, 403 or 404.
/// Lists are asked for with <see cref="AccessTarget.Part"/> and filtered by <see cref="AccessPolicy.May"/>.
/// </summary>
public sealed class Authorize(Authentication authentication, ModelDirectory directory, TimeProvider time)
{
    private static readonly Model NoModel = new();

    /// <summary>For actions about everything, and for lists that are filtered afterwards: some role must allow it for some part.</summary>
    public async Task<Principal> RequireAsync(HttpRequest request, AccessAction action, CancellationToken cancellationToken)
    {
        var principal = await WhoAsync(request, cancellationToken);
        Check(AccessPolicy.Decide(principal, action, AccessTarget.Part, NoModel, default));
        return principal;
    }

    /// <summary>For actions about one person, team or source, as the organisation was on <paramref name="date"/>.</summary>
    public async Task<Principal> RequireAsync(HttpRequest request, AccessAction action, AccessTarget target, DateOnly date, CancellationToken cancellationToken)
    {
        var principal = await WhoAsync(request, cancellationToken);
        var model = AccessPolicy.NeedsModel(principal, action, target) ? (await directory.GetAsync(cancellationToken)).Model : NoModel;
        Check(AccessPolicy.Decide(principal, action, target, model, date));
        return principal;
    }

    /// <summary>A further question about a principal already known.</summary>
    public static void Require(Principal principal, AccessAction action, AccessTarget target, Model model, DateOnly date) =>
        Check(AccessPolicy.Decide(principal, action, target, model, date));

    private async Task<Principal> WhoAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var principal = await authentication.AuthenticateAsync(request, cancellationToken);
        if (principal.PersonId is not { } person)
        {
            return principal;
        }

        var model = (await directory.GetAsync(cancellationToken)).Model;
        var today = model.Today(time.GetUtcNow());
        return principal with { HasLeft = model.Person(person, today)?.IsEmployed(today) != true };
    }

    private static void Check(AccessDecision decision)
    {
        if (decision != AccessDecision.Allowed)
        {
            throw (decision == AccessDecision.Forbidden ? Problems.Forbidden() : Problems.NotFound()).ToException();
        }
    }
}
