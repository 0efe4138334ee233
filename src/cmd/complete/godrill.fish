# Completions of godrill for fish: godrill itself knows the words.
function __godrill_words
    set -l words (commandline --current-process --tokenize --cut-at-cursor)
    set -l word (commandline --current-token --cut-at-cursor)
    set -l program (string replace --regex '^~/' "$HOME/" -- $words[1])
    command --query $program
    or set program godrill
    command --query $program
    or return
    # What of a word such as --output=x stands before the path.
    set -l option (string match --regex -- '^--[^=]*=' "$word")
    set -l path (string replace --regex '^--[^=]*=' '' -- "$word")
    for line in (command $program completions fish -- $words "$word" 2>/dev/null)
        switch $line
            case '<files>'
                printf '%s\n' "$option"(__fish_complete_path "$path")
            case '<folders>'
                printf '%s\n' "$option"(__fish_complete_directories "$path")
            case '*'
                echo $line
        end
    end
end
complete --command godrill --erase
complete --command godrill --no-files --keep-order --arguments '(__godrill_words)'
