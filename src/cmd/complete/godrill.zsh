#compdef godrill
# Completions of godrill for zsh: godrill itself knows the words.
_godrill() {
    local program=${(Q)words[1]} line value help
    [[ $program == '~/'* ]] && program=$HOME/${program#'~/'}
    (( $+commands[$program] )) || [[ -x $program ]] || program=godrill
    local -a whole begun
    for line in "${(@f)$(command "$program" completions zsh -- "${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}"; do
        case $line in
            '') ;;
            '<files>') [[ $PREFIX == --*=* ]] && compset -P '*='; _files; return ;;
            '<folders>') [[ $PREFIX == --*=* ]] && compset -P '*='; _files -/; return ;;
            *)
                value=${line%%$'\t'*} help=${line#*$'\t'}
                line=${${value//\\/\\\\}//:/\\:}
                [[ -n $help ]] && line+=:$help
                # A word that goes on is not followed by a space.
                if [[ $value == *[-=:] ]]; then begun+=("$line"); else whole+=("$line"); fi
                ;;
        esac
    done
    (( $#begun )) && _describe -V 'godrill' begun -S ''
    (( $#whole )) && _describe -V 'godrill' whole
}
if [[ $funcstack[1] == _godrill ]]; then
    _godrill "$@"
else
    compdef _godrill godrill
fi
