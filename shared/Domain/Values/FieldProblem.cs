namespace SalesPerf.Domain.Values;

/// <summary>One thing wrong with a document. A validation returns all of them at once.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) to the member; empty is the whole document.</param>
/// <param name="Detail">A sentence for the author.</param>
/// <param name="IsWarning">True: the document is accepted, and this is shown.</param>
public sealed record FieldProblem(string Pointer, string Detail, bool IsWarning = false);
