namespace Mainstay.Server.Settings;

/// <summary>The word that somebody may have meant.</summary>
internal static class Nearest
{
    /// <summary><c>did you mean 'detect'?</c>, or null when no word is near.</summary>
    public static string? Suggestion(string written, IEnumerable<string> words)
    {
        var best = words.Select(word => (Word: word, Distance: Distance(written.ToLowerInvariant().Replace('-', '_'), word.ToLowerInvariant().Replace('-', '_'))))
            .OrderBy(near => near.Distance).FirstOrDefault();
        return best.Word is not null && best.Distance <= Math.Max(1, Math.Min(written.Length, best.Word.Length) / 3) ? $"did you mean '{best.Word}'?" : null;
    }

    /// <summary>Letters to insert, remove or replace, or neighbours to swap (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        if (a.Length > 64 || b.Length > 64) return int.MaxValue;
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
