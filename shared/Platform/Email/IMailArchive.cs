namespace SalesPerf.Platform.Email;

/// <summary>Mails that are kept where they were sent to.</summary>
public interface IMailArchive
{
    /// <summary>Removes every mail that holds one of the texts, as a whole word, however it is encoded. Returns how many.</summary>
    Task<int> ForgetAsync(IReadOnlyCollection<string> texts, CancellationToken cancellationToken);
}
