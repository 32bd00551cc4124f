namespace OpteriusDkim.Publishing;

/// <summary>The form in which a Posh-ACME plugin is given a value.</summary>
internal enum PluginValueForm
{
    /// <summary>The whole text.</summary>
    Text,

    /// <summary>The strings with <c>" "</c> between them, for plugins that write quotation marks around a value.</summary>
    Strings,
}
