namespace OpteriusDkim;

/// <summary>When the row of a situation with Rspamd is taken. They follow each other in this order.</summary>
internal enum RspamdStage
{
    /// <summary>With keys in files, which blocks and maps name.</summary>
    Files,

    /// <summary>The same, with a Postfix that has no milter.</summary>
    Postfix,

    /// <summary>The same, with an include of a missing file in the configuration.</summary>
    Broken,

    /// <summary>The same, after Rspamd has ended.</summary>
    Stopped,

    /// <summary>With keys in Redis.</summary>
    Redis,

    /// <summary>The same, after Redis has ended.</summary>
    RedisStopped,
}
