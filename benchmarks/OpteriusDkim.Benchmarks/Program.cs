using OpteriusDkim;

var benchmarks = new Dictionary<string, Action>
{
    ["keys"] = KeyGeneration.Run,
    ["dns"] = BulkVerification.Run,
    ["delay"] = DistantServer.Run,
    ["zones"] = BulkZones.Run,
    ["list"] = Listing.Run,
    ["import"] = Import.Run,
    ["records"] = RecordReading.Run,
    ["weak"] = WeakKeys.Run,
    ["enable"] = Enabling.Run,
    ["rotate"] = Rotating.Run,
    ["register"] = Registering.Run,
    ["bulk"] = Bulk.Run,
};

if (args is ["child", var what])
{
    return Import.Child(what == "import");
}

if (args is ["child", var configuration, var script])
{
    return ChildRun.Play(configuration, script);
}

if (args.FirstOrDefault(name => !benchmarks.ContainsKey(name)) is { } unknown)
{
    Console.Error.WriteLine($"There is no benchmark {unknown}; there are {string.Join(", ", benchmarks.Keys)}.");
    return 2;
}

foreach (var name in args.Length > 0 ? args : [.. benchmarks.Keys])
{
    benchmarks[name]();
}

return 0;
