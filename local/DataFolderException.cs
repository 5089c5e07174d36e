namespace SalesPerf.Local;

/// <summary>The data folder cannot be used. The message is for the person who started the host.</summary>
public sealed class DataFolderException(string message, Exception inner) : Exception(message, inner);
