using System.Text;
using OpteriusDkim.Findings;
using OpteriusDkim.Names;
using OpteriusDkim.Signing.Changes;
using OpteriusDkim.Signing.KeyUsage;
using OpteriusDkim.Signing.Setup;

namespace OpteriusDkim.Signing.Rspamd;

/// <summary>Sets up Rspamd: the module's file of domain blocks, and the line in local.d/dkim_signing.conf that includes it.</summary>
/// <param name="configurationPath">The rspamd.conf, or a file in local.d of the same folder.</param>
internal sealed class RspamdSetup(string configurationPath, RspamdProgram program) : ISignerSetup
{
    private readonly RspamdFolder folder = new(configurationPath);

    public SignerSetupPlan Plan()
    {
        var files = Files();
        return new SignerSetupPlan(SignerType.Rspamd, [], files)
        {
            Findings = files.Count > 0 ? [FindingTable.SignerReloadNeeded.With(("path", folder.LocalPath))] : [],
        };
    }

    /// <summary>The files to create or change. Read-only.</summary>
    /// <exception cref="BrokenDataException">Rspamd can't load them, or its domain blocks would change.</exception>
    /// <exception cref="InaccessibleException">Its configuration can't be read.</exception>
    public IReadOnlyList<FileEdit> Files()
    {
        var files = new List<FileEdit>();
        var domains = SignerFiles.ReadBytes(folder.DomainFilePath);
        if (domains is null)
        {
            files.Add(
                new FileEdit(
                    folder.DomainFilePath,
                    null,
                    RspamdDomainFile.Of(folder.DomainFilePath, null).With(new Dictionary<DomainName, IReadOnlyList<RspamdSignature>>())));
        }

        if (!folder.IncludesDomainFile())
        {
            var local = SignerFiles.ReadBytes(folder.LocalPath);
            files.Add(new FileEdit(folder.LocalPath, local, Appended((local ?? ReadOnlyMemory<byte>.Empty).Span)));
        }

        RequireSameBlocks(files);
        return files;
    }

    private static byte[] Appended(ReadOnlySpan<byte> present)
    {
        var text = $"# Domains enabled with Enable-DkimSigning; added by Initialize-DkimSigner.\n{RspamdFolder.Include}\n";
        return [.. present, .. present is [] or [.., (byte)'\n'] ? [] : "\n"u8, .. Encoding.ASCII.GetBytes(text)];
    }

    /// <summary>The present blocks have to stay the same.</summary>
    private void RequireSameBlocks(List<FileEdit> files)
    {
        if (files.Count == 0)
        {
            return;
        }

        var before = Shown(program.Read(folder.ConfigurationPath, folder.Path).Signing);
        var after = "";
        var problem = new RspamdDryRun(folder, program).ProblemOf(files, settings => (after = Shown(settings)) == before
            ? null
            : FindingTable.RspamdRefuses.With(("reason", "its domain blocks would change")));
        if (problem is not null)
        {
            throw new BrokenDataException(problem, folder.LocalPath);
        }
    }

    private static string Shown(RspamdSettings settings) => string.Join('\n', settings.Blocks()
        .Select(block => $"{block.Domain}: {string.Join(", ", block.Signatures)}").Order(StringComparer.Ordinal));
}
