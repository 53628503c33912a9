namespace Mainstay.Endpoints.Transport.Tls;

/// <summary>A file of certificates or keys is of no use. The message names the file and says why; it holds nothing of a key.</summary>
public sealed class TlsFileException(string message, Exception? inner = null) : Exception(message, inner);
