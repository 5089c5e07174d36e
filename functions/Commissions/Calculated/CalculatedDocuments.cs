using SalesPerf.Domain.Commissions.Calculation;
using SalesPerf.Domain.Values;
using SalesPerf.Functions.Storage;
using SalesPerf.Platform.Documents;

namespace SalesPerf.Functions.Commissions.Calculated;

/// <summary>Results by pay period, and of each person the latest run that went through.</summary>
public static class CalculatedDocuments
{
    public const string Kind = "calculated-pay";

    public const string RunKind = "calculated-run";

    /// <summary>Where the latest run of each person is noted.</summary>
    public const string Runs = "calculations";

    public static string Id(string person) => Key.Of(person);

    public static Document Of(CalculatedPay pay) => TypedDocuments.New(Partitions.Commissions(pay.Period), Id(pay.Person), Kind, TypedDocuments.Timeless, pay);

    public static Document Of(CalculatedRun run) => TypedDocuments.New(Runs, Id(run.Person), RunKind, TypedDocuments.Timeless, run);
}

/// <summary>The latest run over everybody that went through for a person.</summary>
public sealed record CalculatedRun(string Person, DateTimeOffset Run);
