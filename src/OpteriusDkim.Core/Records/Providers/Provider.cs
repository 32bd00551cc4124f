namespace OpteriusDkim;

/// <summary>How one DNS provider wants a TXT record typed: a row of <see cref="ProviderTable"/>.</summary>
/// <param name="Name">What -Provider takes.</param>
/// <param name="NameForm">The form of the name.</param>
/// <param name="ValueForm">The form of the value.</param>
/// <param name="Note">What its users should know.</param>
/// <param name="Source">Where its own documentation, or what was read of it, stands.</param>
public sealed record Provider(string Name, NameForm NameForm, ValueForm ValueForm, string Note, string Source)
{
    /// <summary>The name as the provider's form takes it.</summary>
    /// <param name="name">The record's name.</param>
    /// <param name="zone">The zone that the provider shows.</param>
    /// <exception cref="InvalidInputException">The name doesn't lie in the zone.</exception>
    public string RenderName(RecordName name, DomainName zone)
    {
        var relative = name.RelativeTo(zone);
        return NameForm switch
        {
            NameForm.Relative => relative,
            NameForm.Absolute => name.Value,
            _ => name.Value + ".",
        };
    }

    /// <summary>The value as the provider's form takes it.</summary>
    /// <param name="strings">The character-strings of the record.</param>
    public string RenderValue(IReadOnlyList<string> strings) => ValueForm switch
    {
        ValueForm.Plain => string.Concat(strings),
        ValueForm.ZoneFile => $"( {string.Join("\n  ", strings.Select(CharacterStrings.Quote))} )",
        _ => string.Join(' ', strings.Select(CharacterStrings.Quote)),
    };

    /// <summary>The strings that the provider publishes for a value in its form.</summary>
    /// <param name="value">A value as <see cref="RenderValue"/> gives it.</param>
    /// <exception cref="FormatException">It isn't in this form.</exception>
    public IReadOnlyList<string> ParseValue(string value) =>
        ValueForm == ValueForm.Plain ? CharacterStrings.Split(value) : CharacterStrings.ParseQuoted(value);
}
