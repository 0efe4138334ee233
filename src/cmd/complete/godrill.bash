# Completions of godrill for bash: godrill itself knows the words.
_godrill() {
    local line program=$1 word=$2
    [[ $program == '~/'* ]] && program=$HOME/${program:2}
    type -P "$program" >/dev/null || program=godrill
    # A word such as --lang=zh comes in three parts.
    [[ ${COMP_WORDS[COMP_CWORD]} == [=:]* ]] && word=${COMP_WORDS[COMP_CWORD]}
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            '<files>') compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$2")) ;;
            '<folders>') compopt -o dirnames 2>/dev/null || COMPREPLY=($(compgen -d -- "$2")) ;;
            *) COMPREPLY+=("$line") ;;
        esac
    done < <(command "$program" completions bash -- "${COMP_WORDS[@]:0:COMP_CWORD}" "$word" 2>/dev/null)
    # A word that goes on.
    [[ ${COMPREPLY[0]} == *[-=:] ]] && compopt -o nospace 2>/dev/null
    return 0
}
complete -o nosort -F _godrill godrill 2>/dev/null || complete -F _godrill godrill
