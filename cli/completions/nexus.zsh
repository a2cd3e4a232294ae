#compdef nexus
# Completion of nexus in zsh. `nexus --complete` finds out what may follow; here it is handed over.
_nexus() {
  local line
  local -a whole goes_on
  local -a before=("${(@)${(@Q)words[1,CURRENT-1]}/#\~\//$HOME/}")
  for line in "${(@f)$("${before[1]}" --complete "${(@)before[2,-1]}" "${(Q)words[CURRENT]}" 2>/dev/null)}"; do
    [[ -n $line ]] || continue
    local found=${line%%$'\t'*} meaning=
    [[ $line == *$'\t'* ]] && meaning=:${line#*$'\t'}
    if [[ $found == *[=/] ]]; then
      goes_on+=("${found//:/\\:}$meaning")
    else
      whole+=("${found//:/\\:}$meaning")
    fi
  done
  # What a shell has to expand, such as ~/, is completed as files are.
  (( ${#whole} + ${#goes_on} )) || { _files; return }
  local known=1
  (( ${#whole} )) && _describe -t words nexus whole && known=0
  (( ${#goes_on} )) && _describe -t words nexus goes_on -S '' && known=0
  return known
}
if [[ $funcstack[1] == _nexus ]]; then
  _nexus "$@"
else
  compdef _nexus nexus
fi
