"""A copy of the checkout with a build folder of its own, in which mutants are made, built and tested one after the other.

Nothing outside the copy is written. Whoever is killed in the middle leaves a mutated copy behind, which the next run brings up to date.
"""
import fcntl
import hashlib
import json
import os
import resource
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

TREE = Path("build/release")  # of the preset that is used
ALL_LIMIT = 7200  # seconds, to build everything from nothing
BUILD_LIMIT = 600  # for a mutant
MEMORY_LIMIT = 4 << 30  # bytes of address space, for a mutant that allocates for ever


@dataclass(frozen=True)
class Test:
    name: str  # as ctest has it; the program is the target NAME with `_` for `.`
    program: Path
    folder: Path  # it runs in
    seconds: float  # of a processor that it takes without a mutant

    @property
    def limits(self):
        """Of all the time it takes, which a busy machine stretches, and of that on a processor."""
        return 60 * self.seconds + 300, 3 * self.seconds + 5


@dataclass(frozen=True)
class Outcome:
    verdict: str  # killed, survived, same (the same machine code) or broken (does not compile)
    by: str = ""  # the test that killed it, and how


def _processor_time():
    """Of all processes that were run so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class Workshop:
    def __init__(self, checkout, folder):
        self.checkout, self.root = Path(checkout), Path(folder)
        self.root.mkdir(parents=True, exist_ok=True)
        self._lock = open(self.root / ".lock", "w")
        self._mutated = None
        self._objects = {}

    def lock(self):
        """False where another run works here, or what one that was killed has left running."""
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            return False

    def bring_up_to_date(self):
        """Copies what has changed, also what is not committed; unchanged files keep their times, so that little is built again."""
        listed = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=self.checkout,
                                check=True, capture_output=True).stdout
        names = {name.decode() for name in listed.split(b"\0") if name and (self.checkout / name.decode()).exists()}
        for folder, folders, files in os.walk(self.root):
            here = Path(folder).relative_to(self.root)
            folders[:] = [name for name in folders if here / name != Path("build")]
            for file in files:
                if str(here / file) not in names and file != ".lock":
                    (self.root / here / file).unlink()
        for name in sorted(names):
            source, copy = self.checkout / name, self.root / name
            if source.is_symlink() or source.is_dir():
                continue
            if not copy.exists() or copy.read_bytes() != source.read_bytes():
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(source.read_bytes())
            copy.chmod(source.stat().st_mode)

    def known_tests(self):
        """Configures, and says which tests there are."""
        if not (self.root / TREE / "build.ninja").exists():
            self._run(["cmake", "--preset", "release"], ALL_LIMIT, check=True)
        return [test["name"] for test in self._ctest()]

    def build(self, tests, jobs=1, limit=BUILD_LIMIT):
        """True where the programs of tests were built."""
        targets = [argument for name in tests for argument in ("--target", name.replace(".", "_"))]
        return self._run(["cmake", "--build", "--preset", "release", "-j", str(jobs), *targets], limit).returncode == 0

    def measured(self, names):
        """The tests of these names, which are built, each with the time it takes; an error where one does not pass."""
        found = {test["name"]: test for test in self._ctest()}
        tests = []
        for name in names:
            folder = next(p["value"] for p in found[name]["properties"] if p["name"] == "WORKING_DIRECTORY")
            program = Path(found[name]["command"][0]).relative_to(self.root)
            test = Test(name, program, Path(folder).relative_to(self.root), 200)
            began = _processor_time()
            how = self._failure(test)
            if how:
                raise RuntimeError(f"{name} {how} without any mutant: mend that first")
            tests.append(Test(name, program, test.folder, _processor_time() - began))
        return tests

    def judge(self, mutant, text, tests):
        """Makes the mutant of a file's text, and runs tests until one fails."""
        self._put_back(unless=mutant.file)
        if mutant.file not in self._objects:
            self._objects[mutant.file] = self._object(mutant.file)
        (self.root / mutant.file).write_text(mutant.of(text))
        self._mutated = mutant.file, text
        for position, test in enumerate(tests):
            if not self.build([test.name]):
                return Outcome("broken")
            if position == 0 and self._objects[mutant.file] and self._object(mutant.file) == self._objects[mutant.file]:
                return Outcome("same")
            how = self._failure(test)
            if how:
                return Outcome("killed", f"{test.name} {how}")
        return Outcome("survived")

    def _put_back(self, unless=None):
        if self._mutated and self._mutated[0] != unless:
            (self.root / self._mutated[0]).write_text(self._mutated[1])
            self._mutated = None

    def _object(self, file):
        """What the compiler made of a file of a nexus_library, as a digest; none of files of other programs."""
        folder, rest = file.split("/", 1)
        made = self.root / TREE / folder / "CMakeFiles" / f"nexus_{folder}.dir" / f"{rest}.o"
        return hashlib.sha256(made.read_bytes()).hexdigest() if made.exists() else None

    def _failure(self, test):
        """How a test fails, or nothing."""
        limit, processor = test.limits
        code = self._run(["prlimit", f"--cpu={processor:.0f}", self.root / test.program, "--abort"], limit, test.folder).returncode
        if code in (124, 137, -signal.SIGXCPU, 128 + signal.SIGXCPU):
            return "ran too long"
        return "crashed" if code < 0 or code > 128 else "failed" if code != 0 else ""

    def _ctest(self):
        shown = self._run(["ctest", "--test-dir", TREE, "--show-only=json-v1"], 60, check=True).stdout
        return json.loads(shown)["tests"]

    def _run(self, command, limit, folder=Path(), check=False):
        # `timeout` is a process of its own: what it guards ends in time although we be killed.
        guarded = ["timeout", "-k", "2", f"{limit:.0f}", "prlimit", f"--as={MEMORY_LIMIT}", *map(str, command)]
        # Copies share what the compiler cache knows.
        environment = os.environ | {"CCACHE_BASEDIR": str(self.root), "CCACHE_NOHASHDIR": "1"}
        return subprocess.run(guarded, cwd=self.root / folder, env=environment, check=check, pass_fds=[self._lock.fileno()],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
