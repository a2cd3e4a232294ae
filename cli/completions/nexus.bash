# Completion of nexus in bash. `nexus --complete` finds out what may follow; here it is handed over.
_nexus() {
  # bash breaks words at `=` and `:`, nexus does not.
  local words=() word joins=1 i command=${COMP_WORDS[0]/#\~\//$HOME/}
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    ((i == COMP_CWORD)) || word=${word/#\~\//$HOME/}
    if ((i > 1)) && { [[ $word == [=:]* ]] || ((!joins)); }; then
      words[${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
    [[ $word == *[=:] ]] && joins=0 || joins=1
  done
  local typed=${words[${#words[@]} - 1]} lead=
  # What bash puts in the place of the word goes on behind its last break.
  [[ $typed == *[=:]* ]] && lead=${typed%"${typed##*[=:]}"}

  local line found
  COMPREPLY=()
  while IFS= read -r line; do
    found=${line%%$'\t'*}
    [[ $found == */ || $found == *= ]] && compopt -o nospace 2>/dev/null
    COMPREPLY+=("${found#"$lead"}")
  done < <("$command" --complete "${words[@]}" 2>/dev/null)
  # Names of files may need quoting, and know themselves what follows a folder.
  if [[ -e ${COMPREPLY[0]-} ]]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY=("${COMPREPLY[@]%/}")
  fi
}
complete -o bashdefault -o default -F _nexus nexus
