namespace SalesPerf.Connectors;

/// <summary>Bounds that hold for every provider. All are inclusive.</summary>
public static class ItemLimits
{
    /// <summary>The most bytes an item may have as received: a message of the bus holds no more.</summary>
    public const int MaxItemBytes = 32 * 1024;

    /// <summary>The most items of a batch.</summary>
    public const int MaxItems = 5_000;

    /// <summary>The most characters of an event key.</summary>
    public const int MaxKey = 512;

    /// <summary>The most characters of an owner, account, contact, deal, conversation or stage.</summary>
    public const int MaxId = 256;

    public const int MaxAttributes = 50;

    public const int MaxAttributeName = 64;

    public const int MaxAttributeValue = 1_024;

    /// <summary>Said of an item over <see cref="MaxItemBytes"/>.</summary>
    internal static readonly ReadError TooLarge = new(string.Empty, "The item is over 32 KB.");
}
