# JUnit's own console launcher, whose nested classes Surefire 2 leaves out
set -u
mkdir classes
jars=$(echo /usr/share/java/junit-jupiter*.jar /usr/share/java/junit-platform-*.jar /usr/share/java/opentest4j.jar /usr/share/java/apiguardian-api.jar /usr/share/java/picocli.jar /usr/share/java/univocity-parsers.jar | tr ' ' ':')
javac -encoding UTF-8 -cp "$jars" -d classes $(find src -name '*.java') || exit 1
echo "\$ java org.junit.platform.console.ConsoleLauncher --scan-classpath --reports-dir=reports   # JUnit $(dpkg-query -W -f '${Version}' junit5)"
java -XX:MaxJavaStackTraceDepth=12 -Dos.version=6.1 -Duser.home=/srv -Djava.io.tmpdir=/srv/shop -cp "$jars:classes" org.junit.platform.console.ConsoleLauncher --scan-classpath classes --reports-dir=reports --disable-banner --disable-ansi-colors --include-engine junit-jupiter
cp reports/TEST-junit-jupiter.xml "$OUT/junit/junit5-console.xml"
