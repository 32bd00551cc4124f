# Shared by ./dkim and by opterius-dkim of the Debian package: reads their arguments and runs pwsh. They set:
#   name        the program, for messages
#   command     how it is called, such as ./dkim
#   root        the folder of OpteriusDkim.psd1 and dkim.ps1
#   spare_home  a home for pwsh where the caller has none
#   pwsh        the command that starts pwsh, an array, before run_pwsh
# and they have a function usage.

say() { printf '%s\n' "$1" >&2; }

fail() {
    say "$name: $1"
    exit "${2:-1}"
}

# pwsh ends if it can't make its folder below HOME, and without HOME it loads modules from a folder in /tmp that anybody could
# have made. dkim.ps1 gives HOME back.
replace_home() {
    [ -d "${HOME-}" ] && mkdir -p "${XDG_CACHE_HOME:-$HOME/.cache}/powershell" 2>/dev/null && return
    export DKIM_CALLER_HOME=${HOME-} HOME=$spare_home
}

# Sets arguments, those of pwsh, and text, the command or script.
read_arguments() {
    option=${1-}
    text=
    case ${1-} in
        -h | -help | --help)
            usage
            exit
            ;;
        --pwsh) arguments=("${@:2}") ;;
        -[Ff]ile)
            [ $# -gt 1 ] || fail '-File needs the path of a script.' 2
            [ -f "$2" ] || fail "script not found: $2" 2
            text=$(<"$2")
            arguments=(-NoProfile -File "$root/dkim.ps1" -File "$(readlink -f -- "$2")" "${@:3}")
            ;;
        -*) fail "unknown option $1. Call $command --help to see how it is used." 2 ;;
        *)
            # Several words, joined by spaces, would be parsed again, and a value from outside could become code.
            [ $# -lt 2 ] || fail 'the command is one argument: put it in quotes.' 2
            [ $# -eq 0 ] || [ -n "${1//[[:space:]]/}" ] || fail 'the command is empty.' 2
            text=${1-}
            arguments=(-NoProfile -File "$root/dkim.ps1" -Command "$text")
            if [ $# -eq 0 ]; then
                [ -t 0 ] || { usage >&2; exit 2; }
                arguments=(-NoLogo -NoExit -File "$root/dkim.ps1")
            fi
            ;;
    esac
}

run_pwsh() {
    if [ ! -t 0 ] && [ "$option" != --pwsh ]; then
        arguments=(-NonInteractive "${arguments[@]}")
        # pwsh reads all of a standard input that isn't a terminal, and ends only after it: the lines of a shell's `while read` too.
        shopt -s nocasematch
        [[ $text = *'$input'* ]] || exec </dev/null
    fi
    [ "$option" = --pwsh ] || replace_home
    export POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
    # Profiling code before it is compiled for good costs more than it gives in a process of seconds.
    export DOTNET_TieredPGO=${DOTNET_TieredPGO-0}
    exec "${pwsh[@]}" "${arguments[@]}"
}
