namespace SalesPerf.Domain.Bookkeeping;

/// <summary>One entry of a partition's audit chain: what was done, by whom, and what the documents held that it was done to. Ids only, no text that people wrote.</summary>
/// <param name="Seq">1 for the first, without gaps.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Principal id.</param>
/// <param name="Action">What was done, such as <c>periodClosed</c>.</param>
/// <param name="Subject">What it was done to: a period, an adjustment, a dispute.</param>
/// <param name="Documents">What was written with it, by id.</param>
/// <param name="Previous">Hash of the entry before; empty for the first.</param>
public sealed record AuditEntry(
    long Seq, DateTimeOffset At, string Actor, string Action, string Subject, IReadOnlyList<AttestedDocument> Documents, string Previous);

/// <summary>A document of the same partition as it was written.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Hash"><see cref="ContentHash"/> of its content.</param>
public sealed record AttestedDocument(string Id, string Hash);

/// <summary>An entry with the hash over all of it, which the next one carries.</summary>
public sealed record ChainedEntry(AuditEntry Entry, string Hash);
