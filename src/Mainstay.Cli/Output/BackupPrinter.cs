using System.Globalization;
using Mainstay.Server.Web;

namespace Mainstay.Cli.Output;

/// <summary>Prints backups.</summary>
internal static class BackupPrinter
{
    public static void Print(Terminal terminal, OutputFormat format, BackupView backup)
    {
        switch (format)
        {
            case OutputFormat.Json: terminal.Out.WriteLine(Documents.Json(backup, WebJson.Default.BackupView)); break;
            case OutputFormat.Yaml: terminal.Out.WriteLine(Documents.Yaml(backup, WebJson.Default.BackupView)); break;
            default:
                terminal.Out.WriteLine(backup.Path);
                terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {backup.Bytes} bytes of {backup.Group}, from {backup.Node} ({backup.Role}) in term {backup.Term} at offset {backup.Offset}"));
                terminal.Out.WriteLine($"  SHA-256 {backup.Sha256}");
                break;
        }
    }

    public static void Print(Terminal terminal, OutputFormat format, BackupsView backups)
    {
        switch (format)
        {
            case OutputFormat.Json: terminal.Out.WriteLine(Documents.Json(backups, WebJson.Default.BackupsView)); break;
            case OutputFormat.Yaml: terminal.Out.WriteLine(Documents.Yaml(backups, WebJson.Default.BackupsView)); break;
            case var _ when backups.Backups.IsEmpty: terminal.Error.WriteLine("there is no backup yet"); break;
            default:
                var table = Tables.New("TAKEN (UTC)", "BYTES", "TERM", "OFFSET", "FROM", "FILE");
                foreach (var one in backups.Backups)
                    table.AddIndentedRow(
                        Tables.Plain(one.TakenAt), Tables.Plain(one.Bytes.ToString(CultureInfo.InvariantCulture)), Tables.Plain(one.Term.ToString(CultureInfo.InvariantCulture)),
                        Tables.Plain(one.Offset.ToString(CultureInfo.InvariantCulture)), Tables.Plain(one.Node), Tables.Plain(Path.GetFileName(one.Path)));
                Tables.Console(terminal.Out, colours: false).Write(table);
                break;
        }
    }
}
