namespace SalesPerf.Local;

/// <summary>The account that was to hold the documents cannot be used. The message is for the person who started the host.</summary>
public sealed class DocumentStoreException(string message, Exception? inner = null) : Exception(message, inner);
