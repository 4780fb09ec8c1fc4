using System.Text;

namespace DLCompiler;

/// <summary>Text in HTML and SVG.</summary>
internal static class Markup
{
    /// <summary>
    /// A text as it stands between tags or in an attribute: signs of markup as entities, and what no XML document may hold as U+FFFD.
    /// </summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (rune.Value)
            {
                case '&': escaped.Append("&amp;"); break;
                case '<': escaped.Append("&lt;"); break;
                case '>': escaped.Append("&gt;"); break;
                case '"': escaped.Append("&quot;"); break;
                case '\'': escaped.Append("&#39;"); break;
                case < ' ' and not ('\t' or '\n' or '\r'):
                case 0xFFFE or 0xFFFF:
                    escaped.Append('\uFFFD');
                    break;
                default: escaped.Append(rune.ToString()); break;
            }
        }

        return escaped.ToString();
    }
}
