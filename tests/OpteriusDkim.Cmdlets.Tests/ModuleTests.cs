using System.Management.Automation;

namespace OpteriusDkim;

public sealed class ModuleTests : CmdletTest
{
    [Fact]
    public void The_module_exports_its_cmdlets_and_nothing_else()
    {
        var commands = Run("Get-Command -Module OpteriusDkim").Objects.Select(command => (CommandInfo)command.BaseObject).ToArray();

        Assert.All(commands, command => Assert.Equal(CommandTypes.Cmdlet, command.CommandType));
        Assert.Contains("Test-DkimDns", commands.Select(command => command.Name));
        Assert.DoesNotContain(Run("Get-Command *-*").Warnings, warning => warning.Contains("unapproved", StringComparison.Ordinal));
    }

    [Fact]
    public void The_enumerations_of_output_objects_keep_their_names_in_jobs()
    {
        var file = Path.Combine(Repository.Root, "module", "OpteriusDkim.Types.ps1xml");
        var types = System.Xml.Linq.XDocument.Load(file).Root!.Elements("Type")
            .Select(type => (Name: type.Element("Name")!.Value, Text: type.Value))
            .ToDictionary(type => type.Name, type => type.Text, StringComparer.Ordinal);
        var enumerations = types.Keys
            .Select(name => typeof(DkimRotation).Assembly.GetType(name))
            .OfType<Type>()
            .SelectMany(type => type.GetProperties().Select(property => property.PropertyType))
            .Select(type => Nullable.GetUnderlyingType(type) ?? type)
            .Where(type => type.IsEnum)
            .Distinct();

        Assert.All(enumerations, type => Assert.Contains(
            "SerializationMethodString", types.GetValueOrDefault(type.FullName!, ""), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_cmdlet_takes_a_configuration_and_has_an_output_type()
    {
        foreach (var command in Run("Get-Command -Module OpteriusDkim").Objects.Select(command => (CmdletInfo)command.BaseObject))
        {
            Assert.Contains("ConfigurationPath", command.Parameters.Keys);
            Assert.NotEmpty(command.OutputType);
        }
    }

    [Fact]
    public void Changes_ask_for_confirmation_and_destructive_ones_always_do()
    {
        var impact = Run("Get-Command -Module OpteriusDkim").Objects
            .Select(command => ((CmdletInfo)command.BaseObject).ImplementingType)
            .ToDictionary(
                type => type.Name, type => type.GetCustomAttributes(typeof(CmdletAttribute), false).Cast<CmdletAttribute>().Single());

        Assert.Equal(
            [
                "DisableDkimSigningCommand", "EnableDkimSigningCommand", "ExportDkimReportCommand", "ImportDkimKeyCommand",
                "InitializeDkimSignerCommand", "InvokeDkimRotationCommand", "NewDkimKeyCommand", "PublishDkimRecordCommand",
                "RegisterDkimDomainCommand", "RemoveDkimKeyCommand", "RepairDkimKeyPermissionCommand", "SetDkimConfigurationCommand",
                "SyncDkimDomainCommand", "UnpublishDkimRecordCommand", "UnregisterDkimDomainCommand",
            ],
            impact.Where(entry => entry.Value.SupportsShouldProcess).Select(entry => entry.Key).Order());
        Assert.Equal(ConfirmImpact.Medium, impact["NewDkimKeyCommand"].ConfirmImpact);
        Assert.Equal(ConfirmImpact.High, impact["RemoveDkimKeyCommand"].ConfirmImpact);
        Assert.Equal(ConfirmImpact.High, impact["DisableDkimSigningCommand"].ConfirmImpact);
        Assert.Equal(ConfirmImpact.High, impact["UnpublishDkimRecordCommand"].ConfirmImpact);
        Assert.Equal(ConfirmImpact.High, impact["UnregisterDkimDomainCommand"].ConfirmImpact);
    }

    [Fact]
    public void No_public_member_exposes_a_type_of_a_package()
    {
        var assemblies = Run("Get-Command -Module OpteriusDkim").Objects
            .Select(command => ((CmdletInfo)command.BaseObject).ImplementingType.Assembly)
            .Distinct()
            .Append(typeof(DkimKey).Assembly);

        var foreign = assemblies
            .SelectMany(assembly => assembly.GetExportedTypes())
            .SelectMany(type => type.GetProperties().Select(property => property.PropertyType)
                .Concat(
                    type.GetMethods().SelectMany(
                        method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType))))
            .Select(type => type.Assembly.GetName().Name!)
            .Distinct()
            .Where(
                name => !name.StartsWith("System.", StringComparison.Ordinal)
                    && !name.StartsWith("OpteriusDkim.", StringComparison.Ordinal));

        Assert.Empty(foreign);
    }
}
