using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace SalesPerf.Platform.Tests.Killed;

/// <summary>
/// The frames of SQLite's write-ahead log. A log that was copied back is begun again from its start under another salt: what lies behind the new frames is of
/// the generation before.
/// </summary>
internal static class WriteAheadLog
{
    public const int Header = 32;
    public const int Page = 4096;
    public const int Frame = 24 + Page;

    private const int Salt = 16;
    private const int FrameSalt = 8;
    private const int SaltLength = 8;

    /// <summary>How many bytes of the file belong to the present generation.</summary>
    public static long End(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> salt = stackalloc byte[SaltLength];
        Span<byte> found = stackalloc byte[SaltLength];
        if (RandomAccess.Read(file, salt, Salt) < SaltLength)
        {
            return 0;
        }

        var end = (long)Header;
        while (IsWhole(file, end) && RandomAccess.Read(file, found, end + FrameSalt) == SaltLength && found.SequenceEqual(salt))
        {
            end += Frame;
        }

        return end;
    }

    /// <summary>The last version of every page that the log holds up to <paramref name="end"/>, by page number.</summary>
    public static IReadOnlyDictionary<int, byte[]> Pages(byte[] log, long end)
    {
        var pages = new Dictionary<int, byte[]>();
        for (var at = Header; at + Frame <= end; at += Frame)
        {
            pages[BinaryPrimitives.ReadInt32BigEndian(log.AsSpan(at))] = log[(at + 24)..(at + Frame)];
        }

        return pages;
    }

    private static bool IsWhole(SafeFileHandle file, long at) => RandomAccess.GetLength(file) >= at + Frame;
}
