using System.Globalization;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Sources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Deals;

/// <summary>
/// Compares how a deal stands with what its changes come to, and says which changes are missing. A deal that stands so already lacks none, whichever events told it.
/// One that is deleted stays deleted: exports do not say when they were made to the second.
/// </summary>
public static class DealRepair
{
    /// <summary>What a deal that is closed got by closing, so that it is not said of the time before.</summary>
    private static readonly string[] Closing = [RecordFields.Stage, RecordFields.Probability, RecordFields.LossReason];

    /// <summary>The changes that are missing, marked as repaired, in order.</summary>
    /// <param name="record">What is held; null is nothing.</param>
    /// <param name="row">How it stands.</param>
    /// <param name="stage">What a stage means; null when nothing is set for it.</param>
    public static IReadOnlyList<Activity> Missing(DealRecord? record, DealSnapshot row, Func<string, StageSetting?> stage)
    {
        var missing = new List<Activity>();
        var isNew = record is null;
        if (row.Created is { } created && record?.Changes.Any(change => change.Type == ActivityTypes.DealCreated) != true)
        {
            Add(Change(row, ActivityTypes.DealCreated, created, isNew ? Pick(row, name => !Closing.Contains(name) && row.Fields[name] is not null) : []) with
            {
                Key = $"state:{row.Deal}:created",
                Attributes = isNew ? row.Attributes : null,
            });
        }

        var outcome = row.Status ?? (row.Fields.GetValueOrDefault(RecordFields.Stage) is { } id ? stage(id)?.Outcome : null);
        if (outcome is "won" or "lost" && row.Closed is { } closed)
        {
            // Close dates are edited: a deal that is held as closed so keeps the day on which it was told.
            var isHeld = record is not null && NameOf(State(row, [.. record.Changes.Where(change => change.At <= row.At)], stage).Status) == outcome;
            if (!isHeld)
            {
                Stand(closed, row.ClosedLength, Pick(row, Closing.Contains), null, row.Status);
            }

            var (at, length) = row.IsOfExport && !isHeld ? (closed, row.ClosedLength) : (row.At, row.Length);
            Stand(at, length, Pick(row, name => !Closing.Contains(name)), row.Attributes, null);
        }
        else
        {
            Stand(row.At, row.Length, row.Fields, row.Attributes, row.Status);
        }

        return missing;

        void Add(Activity change)
        {
            missing.Add(change);
            record = DealFold.Add(record, row.Source, row.Deal, [change]);
        }

        void Stand(DateTimeOffset at, TimeSpan length, SortedDictionary<string, string?> fields, SortedDictionary<string, string>? said, string? status)
        {
            var until = at + (length > TimeSpan.Zero ? length : TimeSpan.FromTicks(1));
            var before = (record?.Changes ?? []).Where(change => change.At < until).ToList();
            var state = State(row, before, stage);
            if (state.Status == DealStatus.Deleted)
            {
                return;
            }

            var held = Values(state);

            // Of a deal that was unknown all is said again where it stood so, or an older export that comes later would change what is newer.
            var differing = new SortedDictionary<string, string?>(
                fields.Where(field => isNew || held.GetValueOrDefault(field.Key) != field.Value).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);
            var attributes = (said ?? []).Where(pair => state.Attributes.GetValueOrDefault(pair.Key) != pair.Value).ToDictionary(StringComparer.Ordinal);

            // What was told inside the same day or second comes first.
            var when = before.Count > 0 && before[^1].At >= at ? before[^1].At.AddTicks(1) : at;
            var change = Change(row, KindOf(differing), when, differing) with
            {
                Attributes = attributes.Count > 0 ? new(attributes, StringComparer.Ordinal) : null,
            };
            var type = status is not null && NameOf(State(row, [.. before, DealChange.From(change)], stage).Status) != status
                ? status switch
                {
                    "won" => ActivityTypes.DealWon,
                    "lost" => ActivityTypes.DealLost,
                    _ => ActivityTypes.DealReopened,
                }
                : null;
            if (differing.Count == 0 && attributes.Count == 0 && type is null)
            {
                return;
            }

            change = change with { Type = type ?? change.Type };
            Add(change with { Key = KeyOf(change) });
        }
    }

    private static DealState State(DealSnapshot row, IReadOnlyList<DealChange> changes, Func<string, StageSetting?> stage) =>
        DealFold.Fold(new DealRecord { Source = row.Source, Id = row.Deal, Changes = changes }, stage, DateTimeOffset.MaxValue).Latest;

    private static SortedDictionary<string, string?> Pick(DealSnapshot row, Func<string, bool> isPicked) =>
        new(row.Fields.Where(field => isPicked(field.Key)).ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    private static Activity Change(DealSnapshot row, string type, DateTimeOffset at, SortedDictionary<string, string?> fields) => new()
    {
        Source = row.Source,
        Key = "",
        Type = type,
        OccurredAt = at,
        Deal = row.Deal,
        RecordType = ActivityTypes.Deal,
        Fields = fields,
        Owner = fields.GetValueOrDefault(RecordFields.Owner),
        Account = fields.GetValueOrDefault(RecordFields.Account),
        Amount = fields.GetValueOrDefault(RecordFields.Amount) is { } amount ? decimal.Parse(amount, CultureInfo.InvariantCulture) : null,
        Currency = fields.GetValueOrDefault(RecordFields.Currency),
        RecordedAt = row.RecordedAt ?? (at < row.ReceivedAt ? at : row.ReceivedAt),
        Repaired = true,
        IsOnce = true,
        ReceivedAt = row.ReceivedAt,
    };

    /// <summary>All that the change says is in it, so the same row makes it again.</summary>
    private static string KeyOf(Activity change)
    {
        var said = (change.Fields ?? []).Select(field => $"{field.Key}={field.Value}").Concat((change.Attributes ?? []).Select(pair => $"{pair.Key}:{pair.Value}"));
        return string.Create(CultureInfo.InvariantCulture, $"state:{change.Deal}:{change.OccurredAt.UtcTicks}:{Fingerprint.Of([change.Type, .. said])}");
    }

    private static string KindOf(SortedDictionary<string, string?> fields) =>
        fields.ContainsKey(RecordFields.Stage) ? ActivityTypes.DealStageChanged
        : fields.ContainsKey(RecordFields.Amount) || fields.ContainsKey(RecordFields.Currency) || fields.ContainsKey(RecordFields.Margin) ? ActivityTypes.DealAmountChanged
        : fields.ContainsKey(RecordFields.ExpectedCloseDate) ? ActivityTypes.DealCloseDateChanged
        : fields.ContainsKey(RecordFields.Owner) ? ActivityTypes.DealOwnerChanged
        : ActivityTypes.DealStageChanged;

    private static string NameOf(DealStatus status) => status switch
    {
        DealStatus.Won => "won",
        DealStatus.Lost => "lost",
        DealStatus.Open => "open",
        DealStatus.Deleted => "deleted",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    private static Dictionary<string, string?> Values(DealState state) => new(StringComparer.Ordinal)
    {
        [RecordFields.Owner] = state.Owner,
        [RecordFields.Account] = state.Account,
        [RecordFields.Amount] = Text(state.Amount),
        [RecordFields.Currency] = state.Currency,
        [RecordFields.Margin] = Text(state.Margin),
        [RecordFields.Stage] = state.Stage,
        [RecordFields.Probability] = Text(state.Probability),
        [RecordFields.ExpectedCloseDate] = state.ExpectedCloseDate is { } date ? CanonicalText.Of(date) : null,
        [RecordFields.LossReason] = state.LossReason,
    };

    private static string? Text(decimal? value) => value is { } number ? CanonicalText.Of(number) : null;
}
