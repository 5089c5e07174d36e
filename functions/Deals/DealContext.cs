using System.Globalization;
using SalesPerf.Connectors;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Deals;
using SalesPerf.Domain.Resources;
using SalesPerf.Domain.Sources;
using SalesPerf.Domain.Values;

namespace SalesPerf.Functions.Deals;

/// <summary>
/// What is needed beside a deal's changes to say what it means: its source's stages and currency as they are today (of a source that was retired
/// as they were last), and the organisation's zone and fiscal months as they were on the day of the credit.
/// </summary>
public sealed class DealContext
{
    private readonly Model model;
    private readonly Source? settings;
    private readonly IReadOnlyDictionary<string, StageSetting> defaults;

    private DealContext(Model model, Source? settings)
    {
        this.model = model;
        this.settings = settings;
        defaults = ProviderStages.Of(settings?.Provider);
    }

    /// <param name="model">The resources.</param>
    /// <param name="source">The deal's source.</param>
    /// <param name="now">The source's settings are those of the organisation's day at this instant.</param>
    public static DealContext Of(Model model, string source, DateTimeOffset now) => new(model, model.SettingsOf(source, model.Today(now)));

    /// <summary>What the deal means for one person, its changes recorded after <paramref name="asOf"/> left out. Inputs and stamp are not set.</summary>
    /// <param name="person">The person.</param>
    /// <param name="record">The deal.</param>
    /// <param name="holder">Who an owner id of the source is; null for nobody. Where nobody is, a share may name a person by their own id.</param>
    /// <param name="asOf">Recorded time.</param>
    public Contribution Contribution(string person, DealRecord record, Func<string, string?> holder, DateTimeOffset asOf) => Contributions.Of(
        person,
        record,
        DealFold.Fold(record, Stage, asOf).In(settings?.DefaultCurrency),
        owner => holder(owner) == person,
        Stage,
        model.DateOf,
        owner => holder(owner) ?? (owner == person || model.People.ContainsKey(owner) ? owner : null));

    /// <summary>Names all that the contribution was made with beside its inputs, and nothing else: what changes elsewhere does not rewrite it.</summary>
    public string Stamp(DealRecord record, Contribution contribution)
    {
        var stages = record.Changes
            .Select(change => change.Fields?.GetValueOrDefault(RecordFields.Stage))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(stage => Stage(stage) is { } known ? string.Create(CultureInfo.InvariantCulture, $"{stage}={known.Outcome},{known.ProbabilityPercent}") : $"{stage}=");
        var credit = contribution.Credit;
        return Fingerprint.Of(
        [
            settings?.DefaultCurrency ?? "",
            credit?.Date.ToString("O", CultureInfo.InvariantCulture) ?? "",
            credit is null ? "" : MonthOf(model, credit.Date),
            .. stages,
            .. credit?.SplitState is { } state ? [$"split={state}"] : Array.Empty<string>(),
            .. (credit?.Facts ?? []).Select(fact => $"{fact.Event}={fact.Date:O}"),
        ]);
    }

    /// <summary>The id of the fiscal month that a credit of <paramref name="date"/> belongs to, by the calendar of that day.</summary>
    public static string MonthOf(Model model, DateOnly date) => new FiscalCalendar(model.Calendar(date)).PeriodOf(PeriodKind.Month, date).Id;

    /// <summary>What is set, and the provider's own meaning for what is not: a stage listed for its order alone, or of one pipeline, is still the one that wins.</summary>
    internal StageSetting? Stage(string stage)
    {
        var own = defaults.GetValueOrDefault(stage) ?? defaults.GetValueOrDefault(stage[(stage.IndexOf('/', StringComparison.Ordinal) + 1)..]);
        return settings?.Stages.GetValueOrDefault(stage) is { } set
            ? set with { Outcome = set.Outcome ?? own?.Outcome, ProbabilityPercent = set.ProbabilityPercent ?? own?.ProbabilityPercent }
            : own;
    }
}
