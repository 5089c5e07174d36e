using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SalesPerf.Platform.Email.Folder;

/// <summary>
/// Mail as files, <c>{folder}/{yyyy-MM-dd}/{message id}.eml</c> with an HTML preview beside it. Nothing is overwritten: the
/// same mail again is there already, another one under the same Message-ID gets <c>-2</c>, <c>-3</c>… A folder that cannot be written, as on a full disk,
/// defers the mail.
/// </summary>
public sealed class FolderEmailSender(string folder, EmailSource from) : IEmailSender, IDisposable
{
    private const int MaxName = 120;

    // Several wait for the disk together, which then writes for all of them at once; a name is taken by the first either way.
    private readonly SemaphoreSlim gate = new(8);

    // A move that is not to overwrite looks first and renames then: of two at once the second would take the first one's place.
    private readonly Lock naming = new();

    public async Task<EmailOutcome> SendAsync(EmailMessage message, CancellationToken cancellationToken)
    {
        var mail = MimeMessage.Compose(message, from);
        var day = Path.Combine(folder, message.At.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        var name = Path.Combine(day, SafeName(message.MessageId));
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Directory.CreateDirectory(day);
            var stem = await StoreAsync(name, mail, cancellationToken).ConfigureAwait(false);

            // Written last: a repeat after a crash in between finds the mail and adds what is missing.
            var preview = Encoding.UTF8.GetBytes("\ufeff" + message.Html);
            if (!File.Exists(stem + ".html"))
            {
                await TryWriteAsync(stem + ".html", preview, cancellationToken).ConfigureAwait(false);
            }

            return new EmailOutcome.Accepted();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new EmailOutcome.Deferred("The folder of mails cannot be written.");
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    // Returns the path, without extension, under which exactly this mail is stored.
    private async Task<string> StoreAsync(string name, byte[] mail, CancellationToken cancellationToken)
    {
        for (var number = 1; ; number++)
        {
            var stem = number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
            var path = stem + ".eml";
            if (!File.Exists(path) && await TryWriteAsync(path, mail, cancellationToken).ConfigureAwait(false))
            {
                return stem;
            }

            var stored = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
            if (stored.AsSpan().SequenceEqual(mail))
            {
                return stem;
            }
        }
    }

    // The file appears whole or not at all. False when another mail was first. One process at a time has the folder.
    private async Task<bool> TryWriteAsync(string path, byte[] content, CancellationToken cancellationToken)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            // Not for this handle alone: a process that is being started holds it a moment longer, and readers of the mail would be refused.
            var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0, useAsync: true);
            await using (file.ConfigureAwait(false))
            {
                await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            lock (naming)
            {
                if (File.Exists(path))
                {
                    return false;
                }

                File.Move(temporary, path, overwrite: false);
                return true;
            }
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static string SafeName(string messageId)
    {
        var name = string.Concat(messageId.Select(one => char.IsAsciiLetterOrDigit(one) || one is '.' or '-' or '@' ? one.ToString() : $"_{(int)one:X2}"));
        return name.Length <= MaxName
            ? name
            : $"{name[..80]}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)).AsSpan(0, 16))}";
    }
}
