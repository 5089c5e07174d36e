namespace SalesPerf.Contracts.Validation;

/// <summary>One place where a document differs from its schema.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) to the value, or to the property that is missing or not known; empty is the whole document.</param>
/// <param name="Detail">A sentence for the author.</param>
/// <param name="IsShape">True when the value has the wrong type, or a property is missing or not known: such a document cannot be read at all.</param>
public sealed record SchemaError(string Pointer, string Detail, bool IsShape);
