namespace SalesPerf.Domain.Access;

/// <summary>What an action is about.</summary>
public abstract record AccessTarget
{
    private AccessTarget()
    {
    }

    /// <summary>The organisation as a whole: a total over everybody, or what belongs to nobody in particular.</summary>
    public static AccessTarget Everything { get; } = new Whole();

    /// <summary>Whatever part of it the caller may see; the answer is then filtered item by item.</summary>
    public static AccessTarget Part { get; } = new Some();

    public static AccessTarget OfPerson(string id) => new Person(id);

    public static AccessTarget OfTeam(string id) => new Team(id);

    public static AccessTarget OfPlan(string id) => new Plan(id);

    public static AccessTarget OfSource(string id) => new Source(id);

    /// <summary>One person.</summary>
    public sealed record Person(string Id) : AccessTarget;

    /// <summary>One team.</summary>
    public sealed record Team(string Id) : AccessTarget;

    /// <summary>One commission plan.</summary>
    public sealed record Plan(string Id) : AccessTarget;

    /// <summary>One source of activities.</summary>
    public sealed record Source(string Id) : AccessTarget;

    /// <summary>See <see cref="Everything"/>.</summary>
    public sealed record Whole : AccessTarget;

    /// <summary>See <see cref="Part"/>.</summary>
    public sealed record Some : AccessTarget;
}
