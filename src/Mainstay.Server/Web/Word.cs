using System.Text;

namespace Mainstay.Server.Web;

/// <summary>How a member of an enum is written where people and scripts read it: lower case, words joined by a dash (<c>failing-over</c>).</summary>
public static class Word
{
    /// <summary>The word for <paramref name="value"/>.</summary>
    public static string Of<T>(T value) where T : struct, Enum
    {
        var word = new StringBuilder();
        foreach (var letter in value.ToString())
        {
            if (char.IsUpper(letter) && word.Length > 0) word.Append('-');
            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }
}
