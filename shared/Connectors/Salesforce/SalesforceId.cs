namespace SalesPerf.Connectors.Salesforce;

/// <summary>Record ids: 15 characters whose case counts, as reports export them, or the same and three more that say which are upper case, as everything else has them.</summary>
internal static class SalesforceId
{
    private const int Length = 15;
    private const int LongLength = 18;
    private const int GroupLength = 5;
    private const string Checks = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

    public static bool IsOne(string id) => id.Length is Length or LongLength && id.All(char.IsAsciiLetterOrDigit);

    /// <summary>The 18 characters of an id; anything else as it is.</summary>
    public static string Long(string id) => id.Length != Length || !IsOne(id) ? id
        : id + string.Concat(id.Chunk(GroupLength).Select(group => Checks[group.Index().Where(one => char.IsAsciiLetterUpper(one.Item)).Sum(one => 1 << one.Index)]));
}
