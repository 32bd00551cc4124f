namespace OpteriusDkim;

/// <summary>What or whom a rotation waits for.</summary>
public enum RotationWait : long
{
    /// <summary>Nothing: it has ended, or the next run continues.</summary>
    Nothing,

    /// <summary>A person, who has to do what NextAction says.</summary>
    Person,

    /// <summary>Name servers that don't have the wanted records yet.</summary>
    Dns,

    /// <summary>A time that has to pass.</summary>
    Time,

    /// <summary>The signer, which can't be switched or verified now.</summary>
    Signer,
}
