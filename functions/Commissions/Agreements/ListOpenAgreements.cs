using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;

namespace SalesPerf.Functions.Commissions.Agreements;

/// <summary>What nobody acknowledged yet of what people are or will be paid by, by person. A page is of so many people, and may be empty.</summary>
[Requires(AccessAction.ManageBooks)]
public sealed class ListOpenAgreements(Authorize authorize, ModelDirectory directory, AgreementBooks agreements)
{
    [Function(nameof(ListOpenAgreements))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/v1/agreements")] HttpRequest request, CancellationToken cancellationToken)
    {
        await authorize.RequireAsync(request, AccessAction.ManageBooks, cancellationToken);
        var paging = new Paging(new Query(request, Paging.SizeName, Paging.CursorName));
        var model = (await directory.GetAsync(cancellationToken)).Model;
        var people = model.People.Keys.Order(StringComparer.Ordinal).Where(person => paging.Continuation is null || string.CompareOrdinal(person, paging.Continuation) > 0).Take(paging.Size + 1).ToList();
        var items = new List<AgreementView>();
        foreach (var person in people.Take(paging.Size).Where(person => model.AssignmentsEver(person).Any()))
        {
            items.AddRange((await agreements.ViewAsync(model, person, cancellationToken)).Where(one => one.State == AgreementView.Open));
        }

        return Reply.Json(new Page<AgreementView>(items, people.Count > paging.Size ? paging.NextLink(people[paging.Size - 1]) : null));
    }
}
