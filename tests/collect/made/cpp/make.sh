# ctest, Catch2 and GoogleTest. Debian 12: v2 of Catch2; Debian 13: v3.
set -u
catch=$(dpkg-query -W -f '${Version}' catch2); major=${catch%%.*}
ctest_version=$(ctest --version | sed -n 's/^ctest version //p')
echo "\$ ctest --output-junit ctest-$ctest_version.xml"
cmake -S . -B build -DCMAKE_BUILD_TYPE=Debug >/dev/null && cmake --build build >/dev/null || exit 1
ctest --test-dir build --output-junit "$OUT/junit/ctest-$ctest_version.xml"
if [ "$major" = 2 ]; then
    g++ -std=c++17 -x c++ - -o catch test_catch.cpp <<'MAIN' || exit 1
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
MAIN
else
    g++ -std=c++17 test_catch.cpp -o catch -lCatch2Main -lCatch2 || exit 1
fi
echo "\$ ./catch --reporter junit --out catch2-v$major.xml   # Catch2 $catch"
./catch --reporter junit --out "$OUT/junit/catch2-v$major.xml"
./catch
if [ -f /usr/include/gtest/gtest.h ]; then
    g++ -std=c++17 test_gtest.cpp -o gtest -lgtest_main -lgtest -pthread || exit 1
    echo "\$ ./gtest --gtest_output=xml:gtest.xml   # GoogleTest $(dpkg-query -W -f '${Version}' libgtest-dev)"
    ./gtest --gtest_output=xml:"$OUT/junit/gtest.xml"
fi
true
