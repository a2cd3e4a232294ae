# llvm-cov's export as LCOV.
set -u
clang++-19 -std=c++17 -fprofile-instr-generate -fcoverage-mapping check.cpp stock.cpp -o check || exit 1
for name in total free discount stock; do LLVM_PROFILE_FILE=$name.profraw ./check $name >/dev/null; done
llvm-profdata-19 merge -o all.profdata ./*.profraw
echo "\$ llvm-cov export -format=lcov   # $(llvm-cov-19 --version | sed -n 's/.*\(LLVM version .*\)/\1/p')"
llvm-cov-19 export -format=lcov -instr-profile all.profdata ./check > "$OUT/coverage/llvm-cov.info"
llvm-cov-19 report -instr-profile all.profdata ./check
