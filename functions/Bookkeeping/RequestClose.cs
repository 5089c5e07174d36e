using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using SalesPerf.Domain.Access;
using SalesPerf.Domain.Bookkeeping;
using SalesPerf.Domain.Commissions;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Settings;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Access;
using SalesPerf.Functions.Competencies;
using SalesPerf.Functions.Directory;
using SalesPerf.Functions.Http;
using SalesPerf.Functions.Messages;
using SalesPerf.Functions.Resources;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Bookkeeping;

/// <summary>
/// Begins to close a fiscal month: once it has ended, every month before it is closed and nothing on its checklist stands in the way, or whoever closes it says why it may.
/// Asked again while it is closing it goes on with whoever is missing; of a closed month nothing changes.
/// </summary>
[Requires(AccessAction.ManageBooks)]
public sealed class RequestClose(
    Authorize authorize, ModelDirectory directory, ReadPeriods periods, MakeChecklist checklists, Chain chain, Command command, IDocumentStore store, TimeProvider time)
{
    private const int MaxBytes = 16 * 1024;

    /// <summary>What the first calendar writes too: where there is none yet there is no other document that it and a close have in common.</summary>
    private static string FirstCalendar { get; } = ResourceKinds.Calendars.GroupId(new OrganisationCalendar())!; // every calendar has it

    [Function(nameof(RequestClose))]
    public async Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/periods/{period}/close")] HttpRequest request, string period, CancellationToken cancellationToken)
    {
        var principal = await authorize.RequireAsync(request, AccessAction.ManageBooks, cancellationToken);
        _ = new Query(request);
        var body = await BookBodies.ReadAsync<CloseBody>(request, MaxBytes, cancellationToken) ?? new CloseBody();
        var attempts = new Attempts(time);
        while (true)
        {
            var last = await chain.LastAsync(BookDocuments.Organisation, cancellationToken);
            var stored = await periods.ReadAsync(period, cancellationToken);
            if (stored?.Value.State == OrganisationPeriod.Closed)
            {
                return Reply.Json(PeriodView.Of(stored.Value), EntityTag.Of(stored.Document));
            }

            // Before the model: whoever changes the calendar meanwhile, and whoever closes by the one before, cannot both commit.
            var dated = await store.ReadAsync(BookDocuments.Organisation, Key.Of(ResourceKinds.SingleId), cancellationToken);
            var first = await store.ReadAsync(BookDocuments.Organisation, FirstCalendar, cancellationToken);
            var model = (await directory.ReloadAsync(cancellationToken)).Model;
            var now = time.GetUtcNow();
            var calendar = ScorecardInputs.Calendar(model, now);
            if (calendar.Parse(period) is not { Kind: PeriodKind.Month } month)
            {
                return Problems.NotFound("There is no such fiscal month.");
            }

            if (stored?.Value.State != OrganisationPeriod.Closing && await RefusalAsync(model, calendar, month, body, now, cancellationToken) is { } problem)
            {
                return problem;
            }

            var text = string.IsNullOrWhiteSpace(body.Reason) ? null : KeptText.Of(body.Reason);
            var closing = stored?.Value.State == OrganisationPeriod.Closing ? stored.Value : new OrganisationPeriod(period, OrganisationPeriod.Closing)
            {
                From = month.Start,
                To = month.End,
                KnownAt = now,
                ClosedBy = principal.Id,
                Acknowledged = [.. (body.Acknowledge ?? []).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                ReasonHash = text?.Hash,
            };
            var batch = new DocumentBatch(BookDocuments.Organisation);
            var document = Deals.Books.OfOrganisation(closing);
            _ = stored is null ? batch.Create(document) : batch.Replace(stored.Document, document);
            if (stored?.Value.State != OrganisationPeriod.Closing)
            {
                chain.Append(batch, last, principal.Id, "periodClosing", period);
                if (text is not null)
                {
                    batch.Create(text.ToDocument(batch.Pk));
                }

                _ = (dated, first) switch
                {
                    ({ } calendared, _) => batch.Replace(calendared, calendared),
                    (null, { } known) => batch.Replace(known, known),
                    _ => batch.Create(ResourceKinds.Calendars.GroupDocument(FirstCalendar, period)),
                };
            }

            if (await command.CommitWithNudgesAsync(batch, [FollowOn.CompleteClose(period, isOnce: stored?.Value.State == OrganisationPeriod.Closing)], null, cancellationToken) is CommitResult.Committed)
            {
                return Reply.Accepted($"/api/v1/runs/close/{period}", PeriodView.Of(closing));
            }

            await attempts.AgainAsync(cancellationToken);
        }
    }

    private static bool IsMoved(OrganisationCalendar calendar, Period month) =>
        !(new FiscalCalendar(calendar).Parse(month.Id) is { Kind: PeriodKind.Month } then && then.Start == month.Start && then.End == month.End);

    private async Task<Problem?> RefusalAsync(Model model, FiscalCalendar calendar, Period month, CloseBody body, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (model.Today(now) < month.End)
        {
            return Problems.Conflict($"{month.Id} has not ended.");
        }

        var later = (model.Calendars.GetValueOrDefault(ResourceKinds.SingleId)?.Versions ?? []).Select(version => version.EffectiveFrom).Where(day => day > model.Today(now)).Order();
        foreach (var day in later.Where(day => IsMoved(model.Calendar(day), month)))
        {
            return Problems.Conflict($"The calendar from {day:yyyy-MM-dd} on gives {month.Id} other days, and a month that is closed keeps its days for ever: change that calendar first.");
        }

        var before = calendar.Previous(month);
        if (ReadPeriods.People(model, now, before).Count > 0 && (await periods.ReadAsync(before.Id, cancellationToken))?.Value.State != OrganisationPeriod.Closed)
        {
            return Problems.Conflict($"Months close in their order: {before.Id} is not closed.");
        }

        if (body.Reason?.Length > KeptText.MaxLength)
        {
            return Problems.Validation("/reason", $"must have at most {KeptText.MaxLength} characters");
        }

        var accepted = body.Acknowledge ?? [];
        if (accepted.Count > 0 && string.IsNullOrWhiteSpace(body.Reason))
        {
            return Problems.Validation("/reason", "must say why what is acknowledged may be closed over");
        }

        var blocking = (await checklists.OfAsync(model, calendar, month, cancellationToken)).Items.Where(item => item.IsBlocking && (!accepted.Contains(item.Code) || item.Code == MakeChecklist.NotComputable)).ToList();
        return blocking.Count == 0 ? null : Problems.Validation(blocking.Select(item => new FieldProblem("/acknowledge", $"{item.Code}: {item.Count} of {month.Id}: see its checklist")));
    }
}

/// <summary>What a close may be asked for with.</summary>
/// <param name="Acknowledge">Codes of the checklist that are accepted as they are.</param>
/// <param name="Reason">Why; required with them.</param>
public sealed record CloseBody(IReadOnlyList<string>? Acknowledge = null, string? Reason = null);
