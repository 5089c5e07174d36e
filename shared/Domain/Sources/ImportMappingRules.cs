using System.Globalization;
using SalesPerf.Domain.Activities;
using SalesPerf.Domain.Values;

namespace SalesPerf.Domain.Sources;

/// <summary>What a mapping must satisfy.</summary>
public static class ImportMappingRules
{
    private const int MaxColumn = 256;
    private const int MaxEntries = 500;

    private static readonly DateTime Sample = new(2021, 10, 23, 14, 35, 56, DateTimeKind.Unspecified);

    /// <summary>Every problem at once, by pointer into the mapping; empty when it can be used.</summary>
    public static IReadOnlyList<FieldProblem> Validate(ImportMapping mapping)
    {
        var problems = new List<FieldProblem>();
        var isDeals = mapping.Rows == ImportMapping.Deals;
        OneOf("rows", mapping.Rows, ImportMapping.Activities, ImportMapping.Deals);
        OneOf("decimalMark", mapping.DecimalMark, ".", ",");
        OneOf("probability", mapping.Probability, "share", "percent");
        OneOf("separator", mapping.Separator, ",", ";", "\t");
        Columns(isDeals ? ImportFields.OfDeals : ImportFields.OfActivities);
        Require(isDeals ? ImportFields.Deal : ImportFields.Time);
        if (!isDeals && mapping.Type is null && mapping.Columns?.ContainsKey(ImportFields.Type) != true)
        {
            problems.Add(new("/type", "is required where no column is the type"));
        }

        if (isDeals && (mapping.Type ?? mapping.Key) is not null)
        {
            problems.Add(new(mapping.Type is not null ? "/type" : "/key", "has no meaning where rows are deals"));
        }

        foreach (var (pointer, type) in (mapping.Types ?? []).Select(type => (Pointer("types", type.Key), (string?)type.Value)).Append(("/type", mapping.Type)))
        {
            if (type is not null && ActivityTypeName.Problem(type) is { } problem)
            {
                problems.Add(new(pointer, problem));
            }
        }

        foreach (var status in (mapping.Statuses ?? []).Where(status => status.Value is not ("open" or "won" or "lost")))
        {
            problems.Add(new(Pointer("statuses", status.Key), "must be open, won or lost"));
        }

        if (mapping.Key is not null && ImportKey.Parse(mapping.Key, out var unclear) is not null && unclear is not null)
        {
            problems.Add(new("/key", unclear));
        }

        if (mapping.Zone is not null && !LocalTime.IsZone(mapping.Zone))
        {
            problems.Add(new("/zone", "must be an IANA time zone such as Europe/Berlin"));
        }

        if (mapping.Time is not (null or "iso" or "unixSeconds" or "unixMilliseconds") && !IsPattern(mapping.Time))
        {
            problems.Add(new("/time", "must be iso, unixSeconds, unixMilliseconds, or a pattern with year, month and day such as dd/MM/yyyy HH:mm"));
        }

        if (mapping.Date is not null && !IsPattern(mapping.Date))
        {
            problems.Add(new("/date", "must be a pattern with year, month and day such as dd/MM/yyyy"));
        }

        if (mapping.Currency is not null && !(mapping.Currency.Length == 3 && mapping.Currency.All(char.IsAsciiLetterUpper)))
        {
            problems.Add(new("/currency", "must be three upper-case letters of ISO 4217"));
        }

        return problems;

        void OneOf(string name, string? value, params string[] allowed)
        {
            if (value is not null && !allowed.Contains(value))
            {
                problems.Add(new($"/{name}", $"must be one of {string.Join(" ", allowed.Select(one => one == "\t" ? "tab" : one))}"));
            }
        }

        void Require(string field)
        {
            if (mapping.Columns?.ContainsKey(field) != true)
            {
                problems.Add(new($"/columns/{field}", "is required"));
            }
        }

        void Columns(IReadOnlyList<string> fields)
        {
            foreach (var (pointer, column, isKnown) in (mapping.Columns ?? []).Select(pair => (Pointer("columns", pair.Key), pair.Value, fields.Contains(pair.Key)))
                .Concat((mapping.Attributes ?? []).Select(pair => (Pointer("attributes", pair.Key), pair.Value, pair.Key.Length is > 0 and <= 64))))
            {
                if (!isKnown)
                {
                    problems.Add(new(pointer, $"is no field of such rows; the fields are {string.Join(", ", fields)}, and attributes have names of 1 to 64 characters"));
                }
                else if (column is not { Length: > 0 and <= MaxColumn })
                {
                    problems.Add(new(pointer, $"must be a column of 1 to {MaxColumn} characters"));
                }
            }

            if ((mapping.Attributes ?? []).Count > 50)
            {
                problems.Add(new("/attributes", "must be at most 50"));
            }

            if ((mapping.Types ?? []).Count > MaxEntries || (mapping.Statuses ?? []).Count > MaxEntries)
            {
                problems.Add(new((mapping.Types ?? []).Count > MaxEntries ? "/types" : "/statuses", $"must have at most {MaxEntries} values"));
            }
        }
    }

    /// <summary>Every column the mapping reads.</summary>
    public static IReadOnlySet<string> ColumnsOf(ImportMapping mapping) =>
        (mapping.Columns ?? []).Values
            .Concat((mapping.Attributes ?? []).Values)
            .Concat(mapping.Key is null ? [] : ImportKey.Parse(mapping.Key, out _).Select(part => part.Column).OfType<string>())
            .ToHashSet(StringComparer.Ordinal);

    private static string Pointer(string member, string name) =>
        $"/{member}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>True when a day comes back from the text that the pattern makes of it.</summary>
    private static bool IsPattern(string pattern)
    {
        if (pattern.Length is < 3 or > 64)
        {
            return false;
        }

        try
        {
            return DateTimeOffset.TryParseExact(
                new DateTimeOffset(Sample, TimeSpan.Zero).ToString(pattern, CultureInfo.InvariantCulture), pattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var read)
                && read.UtcDateTime.Date == Sample.Date;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
