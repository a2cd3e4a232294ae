# Completion of nexus in fish. `nexus --complete` finds out what may follow; here it is handed over.
function __nexus_complete
    set -l words (commandline -opc | string replace -r '^~/' "$HOME/")
    set -l typed (commandline -ct)
    set -l found ($words[1] --complete $words[2..-1] "$typed" 2>/dev/null)
    printf '%s\n' $found
end
complete -c nexus -f -a '(__nexus_complete)'
