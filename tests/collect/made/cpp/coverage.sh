# gcovr and lcov from one and the same run.
set -u
release=$(. /etc/os-release && echo "$VERSION_ID")
g++ -std=c++17 --coverage -O0 check.cpp stock.cpp -o check || exit 1
for name in total free discount stock; do ./check $name >/dev/null; done
if command -v gcovr >/dev/null; then
    echo "\$ gcovr --cobertura gcovr.xml   # $(gcovr --version | head -n 1)"
    gcovr --root . --cobertura "$OUT/coverage/gcovr.xml" && gcovr --root . && gcovr --root . --branches && gcovr --root . --print-summary | tail -n 3
fi
lcov_version=$(lcov --version | sed 's/.*version //; s/-.*//')
case $lcov_version in 1.*) branches=lcov_branch_coverage;; *) branches=branch_coverage;; esac
echo "\$ lcov --capture --rc $branches=1   # lcov $lcov_version"
lcov --capture --directory . --no-external --rc $branches=1 --test-name "unit_tests" --output-file "$OUT/coverage/lcov-$lcov_version.info"
lcov --summary "$OUT/coverage/lcov-$lcov_version.info" --rc $branches=1
lcov --list "$OUT/coverage/lcov-$lcov_version.info" --rc $branches=1
true
