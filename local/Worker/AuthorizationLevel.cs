namespace Microsoft.Azure.Functions.Worker;

/// <summary>The key the Functions host asks for. Shape of extensions/Worker.Extensions.Http/src/AuthorizationLevel.cs.</summary>
public enum AuthorizationLevel
{
    Anonymous = 0,
    User = 1,
    Function = 2,
    System = 3,
    Admin = 4,
}
