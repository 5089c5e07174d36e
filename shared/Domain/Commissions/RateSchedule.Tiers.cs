namespace SalesPerf.Domain.Commissions;

/// <content>What single tiers yield.</content>
public sealed partial class RateSchedule
{
    /// <summary>What an amount earns: amount × <see cref="Above"/> ÷ <see cref="Below"/>, in that order, so that thirds come out whole again; nothing where it is divided by 0.</summary>
    private readonly record struct Yield(decimal Above, decimal Below, bool IsOfSelector)
    {
        public decimal Of(decimal amount) => Below == 1m ? Above * amount : Below == 0m ? 0m : Above * amount / Below;

        public Yield AtMost(decimal? most) => most is { } rate && Below > 0m && Above > rate * Below ? this with { Above = rate * Below } : this;
    }

    private sealed record Tier(Yield Yield, decimal Factor, decimal Flat, decimal? Minimum, decimal? Maximum, bool Retroactive)
    {
        public bool IsPlain => Flat == 0m && Minimum is null && Maximum is null && !Retroactive && !Yield.IsOfSelector;

        public static Tier Of(RateTier tier, Yield ofBase, decimal targetPay, decimal quota) => new(
            tier.RatePercent is { } rate ? new Yield(rate / 100m, 1m, false)
                : tier.Multiplier is { } multiplier ? ofBase with { Above = ofBase.Above * multiplier }
                : tier.TargetMultiplier is { } target ? new Yield(targetPay * target, quota, true)
                : new Yield(tier.PerUnit ?? 0m, 1m, false),
            tier.RatePercent / 100m ?? tier.Multiplier ?? 1m,
            tier.Flat ?? 0m,
            tier.Minimum,
            tier.Maximum,
            tier.Retroactive)
        {
            IsPerUnit = tier.PerUnit is not null,
        };

        /// <summary>True where a cap on rates made the yield less.</summary>
        public bool IsCut { get; private init; }

        /// <summary>True for an amount for each unit: no rate.</summary>
        private bool IsPerUnit { get; init; }

        public Tier AtMost(decimal? rate) => IsPerUnit || Yield.AtMost(rate) == Yield ? this : this with { Yield = Yield.AtMost(rate), IsCut = true };

        public decimal Bounded(decimal pay, decimal part)
        {
            if (part <= 0m)
            {
                return pay;
            }

            pay = Minimum is { } least ? Math.Max(pay, least) : pay;
            return Maximum is { } most ? Math.Min(pay, most) : pay;
        }
    }
}
