using System.Buffers.Text;

namespace SalesPerf.Connectors.Json;

/// <summary>Finds <c>\uD83D</c> without its other half: legal JSON grammar, but no text that could be stored or compared.</summary>
internal static class SurrogateEscapes
{
    private const int EscapeLength = 6;

    public static bool HasLone(ReadOnlySpan<byte> json)
    {
        while (true)
        {
            var at = json.IndexOf((byte)'\\');
            if (at < 0 || at + 1 >= json.Length)
            {
                return false;
            }

            json = json[at..];
            var unit = Unit(json);
            if (unit is null)
            {
                json = json[2..];
                continue;
            }

            json = json[EscapeLength..];
            if (char.IsLowSurrogate(unit.Value))
            {
                return true;
            }

            if (char.IsHighSurrogate(unit.Value))
            {
                if (Unit(json) is not { } low || !char.IsLowSurrogate(low))
                {
                    return true;
                }

                json = json[EscapeLength..];
            }
        }
    }

    /// <summary>The code unit of an escape at the start; null when there is none.</summary>
    private static char? Unit(ReadOnlySpan<byte> json) =>
        json.Length >= EscapeLength && json[0] == (byte)'\\' && json[1] == (byte)'u'
        && Utf8Parser.TryParse(json[2..EscapeLength], out ushort unit, out var used, 'x') && used == 4
            ? (char)unit
            : null;
}
