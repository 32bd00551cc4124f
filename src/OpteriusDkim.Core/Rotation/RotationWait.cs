namespace OpteriusDkim;

/// <summary>What or whom a rotation waits for.</summary>
public enum RotationWait : long
{
    /// <summary>Nothing: it is over, or the next run goes on.</summary>
    Nothing,

    /// <summary>Somebody who has to do what NextAction says.</summary>
    Person,

    /// <summary>Name servers that don't give yet what they should.</summary>
    Dns,

    /// <summary>A time that has to pass.</summary>
    Time,

    /// <summary>The signer, which can't be switched or proved now.</summary>
    Signer,
}
