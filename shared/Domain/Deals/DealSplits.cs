using SalesPerf.Domain.Metrics;

namespace SalesPerf.Domain.Deals;

/// <summary>
/// Who shares a deal, as its attributes record it: <c>split.{owner id}</c> in per cent of the deal, <c>overlay.{owner id}</c> in per cent on top of it. A share of 0, or an
/// empty text, takes somebody out again. In the place of an owner id that nobody claims the id of a person may stand.
/// </summary>
public sealed record DealSplits
{
    /// <summary>The state of shares that sum to less than 100: the rest is the house's.</summary>
    public const string House = "house";

    /// <summary>The state of shares that sum to more than 100, or of one that is no number of 0 to 1000: nobody is credited until it is mended.</summary>
    public const string Held = "held";

    /// <summary>The state of a deal a part of which is of somebody unknown.</summary>
    public const string Unknown = "unknown";

    private const string Split = "split.";
    private const string Overlay = "overlay.";
    private const decimal MaxPercent = 1000m;

    /// <summary>Shares above 0, by name.</summary>
    public required IReadOnlyList<DealShare> Shares { get; init; }

    /// <summary>True when the deal is nobody's until its shares are mended.</summary>
    public required bool IsHeld { get; init; }

    /// <summary>True when any share but overlays is recorded: the owner then has what is recorded for them.</summary>
    public bool HasSplit => IsHeld || Shares.Any(share => !share.IsOverlay);

    /// <summary>True for what remains to the house.</summary>
    public bool IsShort => HasSplit && !IsHeld && Shares.Where(share => !share.IsOverlay).Sum(share => share.Percent) < 100m;

    /// <summary>The owner id that an attribute's name gives a share to; null for every other name.</summary>
    public static string? OwnerIn(string name) =>
        name.StartsWith(Split, StringComparison.Ordinal) && name.Length > Split.Length ? name[Split.Length..]
        : name.StartsWith(Overlay, StringComparison.Ordinal) && name.Length > Overlay.Length ? name[Overlay.Length..]
        : null;

    /// <summary>The same name with another owner id.</summary>
    public static string NameFor(string name, string owner) => (name.StartsWith(Split, StringComparison.Ordinal) ? Split : Overlay) + owner;

    /// <summary>Null where the attributes record no share.</summary>
    public static DealSplits? Of(SortedDictionary<string, string> attributes)
    {
        List<DealShare>? shares = null;
        var isHeld = false;
        foreach (var (name, text) in attributes)
        {
            if (OwnerIn(name) is not { } owner || string.IsNullOrEmpty(text))
            {
                continue;
            }

            shares ??= [];
            var isOverlay = name.StartsWith(Overlay, StringComparison.Ordinal);
            if (MetricNumber.Read(text) is not (>= 0m and <= MaxPercent and var percent))
            {
                isHeld = true;
                shares.Add(new DealShare(owner, 0m, isOverlay));
            }
            else if (percent > 0m)
            {
                shares.Add(new DealShare(owner, percent, isOverlay));
            }
        }

        if (shares is not { Count: > 0 })
        {
            return null;
        }

        isHeld |= shares.Where(share => !share.IsOverlay).Sum(share => share.Percent) > 100m;
        return new DealSplits { Shares = shares, IsHeld = isHeld };
    }
}

/// <summary>A part of a deal.</summary>
/// <param name="Owner">The owner id as recorded.</param>
/// <param name="Percent">Of the deal.</param>
/// <param name="IsOverlay">On top of the deal's 100.</param>
public sealed record DealShare(string Owner, decimal Percent, bool IsOverlay);
