namespace OpteriusDkim;

/// <summary>A situation of a whole host with one domain, which is signed and verified before and after it.</summary>
/// <param name="Expected">The row.</param>
/// <param name="Make">Makes it, asks for the row, and undoes it.</param>
internal sealed record HostSituation(Situation Expected, Func<SingleDomainHost, Task<DkimStatus>> Make);
