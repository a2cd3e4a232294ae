#!/usr/bin/env bash
# Files that are no files, links in circles, and policies that import themselves.
. "$(dirname -- "$0")/hostile.sh"
gate n.nexus 'n: int' 'n == 1'
echo '{ "n": 1 }' >n.json

# ---- special files
expect 2 'NX4005' eval n.nexus -s /dev/zero --limit snapshot-size=16MiB
expect 2 'NX4005' eval /dev/zero -s n.json
expect 2 'NX4101' eval n.nexus -s /dev/null
expect 2 'NX4002' eval n.nexus -s .
expect 2 'NX4002' eval n.nexus -s n.json --history .
expect 2 'NX4003' eval n.nexus -s /proc/self/mem
expect 2 'NX4001' eval n.nexus -s ''
mkfifo pipe
(exec cat n.json >pipe) &
expect 0 'ALLOW' eval n.nexus -s pipe
wait
mkdir policies && cp n.nexus policies && mkfifo policies/pipe.nexus && mkdir policies/folder.nexus
expect 0 'ALLOW' eval policies -s n.json
if [[ $(id -u) -ne 0 ]]; then
  cp n.json secret.json && chmod 0 secret.json
  expect 2 'NX4003' eval n.nexus -s secret.json
  cp n.nexus policies/secret.nexus && chmod 0 policies/secret.nexus
  expect 2 'NX4003' eval policies -s n.json
  rm -f policies/secret.nexus
  mkdir policies/closed && chmod 0 policies/closed
  expect 2 'NX4003' eval policies -s n.json
  chmod 755 policies/closed
fi
expect 2 'NX400' eval n.nexus -s "$(repeat a 10000).json"
expect 2 'NX4001' eval n.nexus -s $'line\nbreak.json'
mkdir -p "$(repeat 'd/' 200)" && cp n.nexus "$(repeat 'd/' 200)n.nexus"
expect 0 'ALLOW' eval d -s n.json

# ---- links
ln -s loop.json loop.json
expect 2 'NX4003' eval n.nexus -s loop.json
ln -s one two && ln -s two one
expect 2 'error[NX400' eval one -s n.json
mkdir -p links/a links/b
cp n.nexus links/a && ln -s ../a links/b/a && ln -s ../b links/a/b && ln -s . links/self && ln -s nowhere links/nothing.nexus && ln -s n.nexus links/a/again.nexus
expect 0 'ALLOW' eval links -s n.json

# ---- imports
printf 'policy p\n\nimport "self.nexus"\n' >self.nexus
expect 2 'NX2031' check self.nexus
printf 'policy p.q\n\nimport p.q\n' >name.nexus
expect 2 'NX2031' check name.nexus
ln -s self.nexus alias.nexus
printf 'policy p\n\nimport "again.nexus"\n' >link.nexus && ln -s link.nexus again.nexus
expect 2 'NX2031' check link.nexus
for i in 1 2 3; do printf 'library c%d\n\nimport "c%d.nexus"\n' $i $((i % 3 + 1)) >c$i.nexus; done
expect 2 'NX2032' check c1.nexus
count=1000
for ((i = 0; i < count; ++i)); do printf 'library long%d\n\nimport "long%d.nexus"\n' $i $(((i + 1) % count)) >long$i.nexus; done
expect 2 'NX2032' check long0.nexus
printf 'library long%d\n' $((count - 1)) >long$((count - 1)).nexus
expect 0 '1 warning in 1 file' check long0.nexus
printf 'policy p\n\nimport "/dev/zero"\n' >zero.nexus
expect 2 'NX4005' check zero.nexus
printf 'policy p\n\nimport "."\n' >folder.nexus
expect 2 'NX4002' check folder.nexus

finish
