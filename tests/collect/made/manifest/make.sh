# sha256sum's forms: text, binary, escaped names, BSD
set -u
M=$OUT/manifest
mkdir -p dist/deep
printf 'till 1.4.0\n' > dist/till.txt
printf '\000\001\377' > dist/till.bin
printf '' > dist/empty
printf 'é\n' > 'dist/deep/name with space é.txt'
printf 'x' > 'dist/back\slash'
printf 'y' > 'dist/new
line'
printf 'z' > 'dist/*star'
cd dist
echo "\$ sha256sum …   # $(sha256sum --version | head -n 1)"
sha256sum till.txt till.bin empty 'deep/name with space é.txt' > "$M/text.sha256"
sha256sum --binary till.txt till.bin > "$M/binary.sha256"
sha256sum 'back\slash' 'new
line' '*star' > "$M/escaped.sha256"
sha256sum --tag till.txt till.bin > "$M/tag.sha256"
sha256sum --zero till.txt till.bin > "$M/zero.sha256"
cd ..; sha256sum dist/till.txt ./dist/empty > "$M/folder.sha256"; cd dist/deep; sha256sum ../till.txt /srv/shop/dist/empty > "$M/outside.sha256"; cd ..
sha512sum till.txt > "$M/other-algorithm.sha512"
sha256sum --check "$M/text.sha256" "$M/binary.sha256" "$M/escaped.sha256" "$M/tag.sha256"
printf 'changed\n' > till.txt; rm till.bin
echo "\$ sha256sum --check text.sha256   # till.txt changed, till.bin removed"
sha256sum --check "$M/text.sha256"
true
