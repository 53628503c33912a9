namespace Mainstay.Protocol.Memcached;

/// <summary>
/// A browser's request, which the server answers by closing: a page could otherwise send requests in the body of a form. Only those verbs are
/// looked at that don't begin as one of the server's do, just as the server has it.
/// </summary>
internal static class HttpRequest
{
    public static bool Is(scoped in LineTokens tokens)
    {
        if (tokens.Count == 0 || tokens[0].Length < 2 || "gsacidt"u8.Contains(tokens[0][0])) return false;
        return !(tokens[0].Length == 2 && tokens[0][0] == 'm') && tokens[tokens.Count - 1].StartsWith("HTTP/"u8);
    }
}
