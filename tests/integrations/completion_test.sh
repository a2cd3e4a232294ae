#!/usr/bin/env bash
# Each shell completes what the command knows. usage: completion_test.sh NEXUS ROOT SHELL
set -uo pipefail
nexus=$(realpath -- "$1")
root=$(realpath -- "$2")
shell=$3
command -v "$shell" >/dev/null || { echo "skipped: $shell is not installed"; exit 77; }
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/work" "$scratch/work/policies" "$scratch/home"
ln -s "$nexus" "$scratch/bin/nexus"
cp "$root"/examples/release-gate/{release.nexus,green.json} "$scratch/work"
: >"$scratch/work/with space.json"
"$nexus" completions "$shell" >"$scratch/script" || exit 1
export PATH=$scratch/bin:$PATH HOME=$scratch/home LC_ALL=C.UTF-8 XDG_CONFIG_HOME=$scratch/home XDG_DATA_HOME=$scratch/home TERM=dumb
cd "$scratch/work" || exit 2
problems=0
check() { # check LINE EXPECTED ACTUAL
  [[ $2 == "$3" ]] || { printf '%s: expected [%s], came out [%s]\n' "$1" "$2" "$3"; problems=$((problems + 1)); }
}

"$shell" -n "$scratch/script" || { echo "$shell does not read its script"; exit 1; }

case $shell in
  bash)
    source "$scratch/script"
    [[ $(complete -p nexus) == *"-F _nexus nexus" ]] || { echo "nothing is registered: $(complete -p nexus)"; exit 1; }
    # words… as readline breaks them: what is put in the place of the last one
    replies() {
      COMP_WORDS=(nexus "$@")
      COMP_CWORD=$#
      COMPREPLY=()
      _nexus
      local IFS=,
      printf '%s' "${COMPREPLY[*]-}"
    }
    check 'nexus ev' eval "$(replies ev)"
    check 'nexus eval --fa' --fail-on "$(replies eval --fa)"
    check 'nexus eval --fail-on=b' block "$(replies eval --fail-on = b)"
    check 'nexus eval --fail-on=' warn,hold,block,rollback,never "$(replies eval --fail-on =)"
    check 'nexus eval --format json=gr' green.json "$(replies eval --format json = gr)"
    check 'nexus eval release.nexus --only cov' coverage "$(replies eval release.nexus --only cov)"
    check 'nexus eval release.nexus --param min_' min_coverage= "$(replies eval release.nexus --param min_)"
    check 'nexus eval r' release.nexus "$(replies eval r)"
    check 'nexus eval p' policies "$(replies eval p)"
    check 'nexus eval -s wi' 'with space.json' "$(replies eval -s wi)"
    check 'nexus eval --now ' '' "$(replies eval --now '')"
    check 'nexus nonsense --' '' "$(replies nonsense --)"
    ;;
  fish)
    replies() { fish --no-config -c "source $scratch/script; complete -C '$1'" | cut -f 1 | paste -sd ,; }
    check 'nexus ev' eval "$(replies 'nexus ev')"
    check 'nexus eval --fa' --fail-on "$(replies 'nexus eval --fa')"
    check 'nexus eval --fail-on=b' --fail-on=block "$(replies 'nexus eval --fail-on=b')"
    check 'nexus eval --format json=gr' json=green.json "$(replies 'nexus eval --format json=gr')"
    check 'nexus eval release.nexus --only cov' coverage "$(replies 'nexus eval release.nexus --only cov')"
    check 'nexus eval release.nexus --param min_' min_coverage= "$(replies 'nexus eval release.nexus --param min_')"
    check 'nexus eval r' release.nexus "$(replies 'nexus eval r')"
    # The line below an option says what it does.
    [[ $(fish --no-config -c "source $scratch/script; complete -C 'nexus ev'") == $'eval\t'?* ]] || { echo 'fish: commands have no meaning'; problems=1; }
    ;;
  zsh)
    # A shell of its own on a terminal of its own: only there does zsh complete.
    cp "$scratch/script" "$scratch/home/_nexus"
    # The widget's buffer after completion, for a line: a hook writes it down.
    cat >"$scratch/drive" <<'ZSH'
zmodload zsh/zpty
zpty shell "PS1='' zsh -f -i"
zpty -w shell "fpath=($HOME \$fpath); autoload -U compinit; compinit -u -D; show() { print -r -- \"<\$BUFFER>\" >>$HOME/buffers; BUFFER=; zle redisplay }; zle -N show; bindkey '^G' show; print loaded=\$_comps[nexus]"
zpty -r -m shell out '*loaded=_nexus*' || exit 1
count=0
for line in "$@"; do
  zpty -w -n shell "$line"$'\t\a'
  count=$((count + 1))
  for try in {1..200}; do
    [[ -f $HOME/buffers && $(wc -l <$HOME/buffers) -ge $count ]] && break
    sleep 0.05
    zpty -r -t shell out
  done
done
zpty -d shell
ZSH
    lines=('nexus ev' 'nexus eval --fa' 'nexus eval --fail-on=b' 'nexus eval --format json=gr' 'nexus eval release.nexus --only cov' 'nexus eval release.nexus --param min_' 'nexus eval -s wi')
    expected=('nexus eval ' 'nexus eval --fail-on ' 'nexus eval --fail-on=block ' 'nexus eval --format json=green.json ' 'nexus eval release.nexus --only coverage '
      'nexus eval release.nexus --param min_coverage=' 'nexus eval -s with\ space.json ')
    timeout 60 zsh -f "$scratch/drive" "${lines[@]}" || { echo "zsh could not be driven"; exit 1; }
    mapfile -t actual <"$HOME/buffers"
    for i in "${!lines[@]}"; do check "${lines[i]}" "<${expected[i]}>" "${actual[i]-}"; done
    ;;
esac
[[ $problems -eq 0 ]] || exit 1
echo "$shell completes"
