namespace SalesPerf.Domain.Access;

/// <summary>What a caller is here for. A caller may have several; each adds to what the others allow.</summary>
public enum AccessRole
{
    /// <summary>Runs the system: everything.</summary>
    Admin,

    /// <summary>Money of everybody, and the resources it is computed from; nothing about how people work.</summary>
    Finance,

    /// <summary>Everything about the people and teams below them, and about themselves.</summary>
    Manager,

    /// <summary>Everything about themselves, and the standings of their own team.</summary>
    Rep,
}
