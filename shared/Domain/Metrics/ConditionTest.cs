using System.Collections.Frozen;

namespace SalesPerf.Domain.Metrics;

/// <summary>A condition made ready to be asked ten thousand times a second.</summary>
internal sealed class ConditionTest
{
    private readonly MetricField field;
    private readonly string op;
    private readonly string? value;
    private readonly decimal? number;
    private readonly FrozenSet<string>? values;

    public ConditionTest(MetricCondition condition)
    {
        field = MetricField.Of(condition.Field);
        op = condition.Op;
        number = MetricNumber.Read(condition.Value);
        value = Comparable(condition.Value);
        values = op == "in" ? (condition.Values ?? []).Select(Comparable).OfType<string>().ToFrozenSet(StringComparer.Ordinal) : null;
    }

    public bool Holds(in MetricSubject subject) => op switch
    {
        "equals" => value is not null && subject.Text(field) == value,
        "notEquals" => subject.Text(field) != value,
        "in" => subject.Text(field) is { } text && values!.Contains(text),
        "exists" => subject.Text(field) is not null,
        "absent" => subject.Text(field) is null,
        "atLeast" => subject.Number(field) >= number,
        "above" => subject.Number(field) > number,
        "atMost" => subject.Number(field) <= number,
        "below" => subject.Number(field) < number,
        _ => false,
    };

    /// <summary>Amounts and margins are compared as numbers: 100 equals 100.00.</summary>
    private string? Comparable(string? text) =>
        field.Kind is MetricFieldKind.Amount or MetricFieldKind.Margin && MetricNumber.Read(text) is { } read
            ? MetricNumber.Canonical(read).ToString(System.Globalization.CultureInfo.InvariantCulture)
            : text;
}
