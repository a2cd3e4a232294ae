# SARIF from compilers and scanners (Debian 13)
set -u
S=$OUT/sarif
mkdir -p 'src/with space é' && cp average.c 'src/with space é/a<b>&c.c'
echo "\$ gcc -Wall -Wextra -fanalyzer -fdiagnostics-format=sarif-file -c order.c   # $(gcc --version | head -n 1)"
gcc -Wall -Wextra -fanalyzer -fdiagnostics-format=sarif-file -c order.c; cp order.c.sarif "$S/gcc-analyzer.sarif"
gcc -Wall -Wextra -fdiagnostics-format=sarif-file -c 'src/with space é/a<b>&c.c'; cp 'a<b>&c.c.sarif' "$S/gcc-names.sarif"
gcc -Wall -Wextra -fdiagnostics-format=sarif-file -c clean.c; cp clean.c.sarif "$S/gcc-clean.sarif"
gcc -Wall -Wextra -fanalyzer -c order.c 2>&1 | grep -E 'warning:|error:'
gcc -Wall -Wextra -c 'src/with space é/a<b>&c.c' 2>&1 | grep -E 'warning:|error:'
echo 'int broken( {' > broken.c
gcc -fdiagnostics-format=sarif-file -c broken.c; cp broken.c.sarif "$S/gcc-broken.sarif"
gcc -c broken.c
echo "\$ clang -Wall -Wextra -fdiagnostics-format=sarif -c src/label.c   # $(clang-19 --version | head -n 1)"
clang-19 -Wall -Wextra -fdiagnostics-format=sarif -c src/label.c 2> "$OUT/malformed/clang-stderr.sarif" # with words before and after
clang-19 -Wall -Wextra -fdiagnostics-format=sarif -c src/label.c 2>&1 | grep '^{' > "$S/clang.sarif"
clang-19 -Wall -Wextra -fno-caret-diagnostics -c src/label.c
echo "\$ clang --analyze --analyzer-output sarif src/label.c"
clang-19 --analyze -Xclang -analyzer-checker=security,unix,core --analyzer-output sarif -o "$S/clang-analyzer.sarif" src/label.c 2>/dev/null
clang-19 --analyze -Xclang -analyzer-checker=security,unix,core --analyzer-output text src/label.c 2>&1 | grep warning:
echo "\$ cppcheck --enable=all --output-format=sarif src   # $(cppcheck --version)"
cppcheck --quiet --enable=all --suppress=missingIncludeSystem --output-format=sarif --output-file="$S/cppcheck.sarif" src
cppcheck --quiet --enable=all --suppress=missingIncludeSystem --template='{file}:{line}: {severity}: {id}: {message}' src
cppcheck --quiet --enable=all --suppress=missingIncludeSystem --xml --output-file="$OUT/other/cppcheck.xml" src
echo "\$ flawfinder --sarif src   # flawfinder $(flawfinder --version)"
flawfinder --sarif src > "$S/flawfinder.sarif"
flawfinder --dataonly --columns --singleline src; flawfinder src | tail -n 15 | grep -E '^Hits|^ANALYSIS'
echo "\$ gitleaks detect --no-git --redact --report-format sarif   # gitleaks $(dpkg-query -W -f '${Version}' gitleaks)"
secret=$(printf 'a made-up secret' | sha256sum | cut -c1-40)
mkdir leak; echo "payment_api_key = \"$secret\"" > leak/settings.ini
gitleaks detect --no-banner --config gitleaks.toml --verbose --no-git --redact --source leak --report-format sarif --report-path "$S/gitleaks.sarif" --exit-code 0 2>&1 | sed 's/\x1b\[[0-9;]*m//g'
echo "\$ bandit --format sarif pay.py   # $(bandit --version | head -n 1)"
bandit --quiet --format sarif --output "$S/bandit.sarif" pay.py
bandit --quiet --format txt pay.py
true
