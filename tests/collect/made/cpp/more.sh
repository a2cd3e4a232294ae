# doctest, Boost.Test and Meson
set -u
package() { dpkg-query -W -f '${Version}' "$1"; }
g++ -std=c++17 test_doctest.cpp -o doctest || exit 1
echo "\$ ./doctest --reporters=junit --out=doctest.xml   # doctest $(package doctest-dev)"
./doctest --reporters=junit --out="$OUT/junit/doctest.xml"
./doctest
g++ -std=c++17 test_boost.cpp -o boost || exit 1
echo "\$ ./boost --logger=JUNIT,error,boost-test.xml   # Boost.Test $(package libboost-test-dev)"
./boost --logger=JUNIT,error,"$OUT/junit/boost-test.xml" --report_level=detailed
echo "\$ ./boost --logger=JUNIT,all,boost-test.xml   # with messages: a ]]> in one ends its CDATA section"
./boost --logger=JUNIT,all,"$OUT/malformed/boost-test.xml" --report_level=no
meson setup builddir >/dev/null
echo "\$ meson test   # Meson $(meson --version)"
meson test -C builddir
cp builddir/meson-logs/testlog.junit.xml "$OUT/junit/meson.xml"
echo "\$ meson setup -Dhostile=true; meson test   # a control character in the output of a test is written as it is"
meson setup --reconfigure -Dhostile=true builddir >/dev/null
meson test -C builddir hostile
cp builddir/meson-logs/testlog.junit.xml "$OUT/malformed/meson.xml"
