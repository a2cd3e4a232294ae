# JUnit 4: Surefire with reruns (flaky tests); ant's <junit> task; JaCoCo
set -u
export MAVEN_OPTS=-Djansi.mode=strip ANT_OPTS="-Dos.version=6.1 -Duser.home=/srv -Djava.io.tmpdir=/srv/shop"
cd junit4
echo "\$ mvn test   # $(mvn --version | sed -n '1p'), Surefire 2.22.3 with rerunFailingTestsCount=2, $(java --version | sed -n '1p')"
mvn --batch-mode --offline --settings /etc/maven/settings-debian.xml -Dmaven.test.failure.ignore=true test
cp target/surefire-reports/TEST-shop.OldCartTest.xml "$OUT/junit/surefire-rerun.xml"
rm -rf target
echo "\$ ant test   # $(ant -version)"
ant -emacs test
cp reports/TEST-shop.OldCartTest.xml "$OUT/junit/ant.xml"
echo "\$ ant coverage   # JaCoCo $(dpkg-query -W -f '${Version}' libjacoco-java)"
ant -emacs coverage
cp jacoco.xml "$OUT/coverage/jacoco.xml"
cat jacoco.csv
