using System.Text;

namespace Mainstay.Server.Settings;

/// <summary>
/// Reads a configuration file (YAML 1.2, UTF-8, at most 1 MiB) into what a daemon runs, and finds everything that is wrong with it at once.
/// </summary>
public static class SettingsFile
{
    /// <summary>Bytes that a file may have.</summary>
    public const int Largest = 1 << 20;

    /// <param name="path">The file.</param>
    /// <param name="environment">Where <c>${NAME}</c> is looked up.</param>
    /// <param name="host">This host's name in the file, as somebody said it; null for the system's own, where the file must know it only if it names several.</param>
    public static SettingsReading Read(string path, IReadOnlyDictionary<string, string> environment, string? host)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var faults = new FaultList();
        var text = Load(path, faults);
        var root = text is null ? null : new YamlTree(faults, new Variables(environment)).Read(new StringReader(text));
        if (root is SettingsNode.Scalar { IsNull: true } or null)
        {
            if (!faults.HasErrors) faults.Add(new(1, 1, false, "the file is empty", "begin it with version: 1"));
            return new SettingsReading(null, LogFormat.Text, faults.All);
        }

        return new DocumentReader(faults, Path.GetDirectoryName(Path.GetFullPath(path))!, host, TimeProvider.System.GetUtcNow()).Read(root);
    }

    private static string? Load(string path, FaultList faults)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > Largest)
            {
                faults.Add(new(0, 0, false, $"the file has {file.Length} bytes; at most {Largest} are read", "is it the right file?"));
                return null;
            }

            using var reader = new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false);
            return reader.ReadToEnd().TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            faults.Add(new(0, 0, false, "the file is not UTF-8 text", "save it as UTF-8; is it the right file?"));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            faults.Add(new(0, 0, false, "there is no such file", "name one with -c FILE"));
        }
        catch (UnauthorizedAccessException)
        {
            faults.Add(new(0, 0, false, Directory.Exists(path) ? "this is a folder" : "the file may not be read by this user", Directory.Exists(path) ? "name the file in it" : $"give the user {Environment.UserName} the right to read it"));
        }
        catch (IOException e)
        {
            faults.Add(new(0, 0, false, $"the file cannot be read: {e.Message}", null));
        }

        return null;
    }
}
