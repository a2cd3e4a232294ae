# TAP::Formatter::JUnit of Perl's prove
set -u
echo "\$ prove --formatter TAP::Formatter::JUnit *.t > tap-junit.xml   # $(dpkg-query -W -f '${Version}' libtap-formatter-junit-perl)"
prove --formatter TAP::Formatter::JUnit ./*.t > "$OUT/junit/tap-junit.xml"
prove ./*.t
true
