# gotestsum
set -u
export GOFLAGS=-mod=mod GOPROXY=off GOCACHE=/srv/.gocache
if command -v gotestsum >/dev/null; then
    echo "\$ gotestsum --junitfile gotestsum.xml ./...   # gotestsum $(dpkg-query -W -f '${Version}' gotestsum), $(go version)"
    gotestsum --no-color --format standard-verbose --junitfile "$OUT/junit/gotestsum.xml" ./...
fi
if command -v go-junit-report >/dev/null; then
    echo "\$ go test -v ./... 2>&1 | go-junit-report -set-exit-code -iocopy -out go-junit-report.xml   # $(dpkg-query -W -f '${Version}' go-junit-report), $(go version)"
    go test -v ./... 2>&1 | go-junit-report -set-exit-code -iocopy -out "$OUT/junit/go-junit-report.xml"
fi
true
