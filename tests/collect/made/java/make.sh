# Maven's Surefire with reruns, offline from Debian's repository of jars
set -u
export MAVEN_OPTS=-Djansi.mode=strip
echo "\$ mvn test   # $(mvn --version | sed -n '1p'), Surefire 2.22.3, $(java --version | sed -n '1p')"
mvn --batch-mode --offline --settings /etc/maven/settings-debian.xml -Dmaven.test.failure.ignore=true test
for report in target/surefire-reports/TEST-*.xml; do
    cp "$report" "$OUT/junit/surefire-${report##*/TEST-}"
done
