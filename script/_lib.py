"""What the scripts share. Standard library only: this runs before anything is installed."""

from __future__ import annotations

import base64
import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from ctypes.util import find_library
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK, DEV_LOCK = "requirements.lock", "requirements-dev.lock"
OLDEST = (3, 11)


class Problem(Exception):
    """Something the person at the keyboard can solve; shown without a traceback."""


def entry_point(function: Callable[[], int | None]) -> None:
    """Run a script's main function: a Problem becomes one line and exit code 1, Ctrl-C exit code 130."""
    try:
        sys.exit(function())
    except Problem as problem:
        sys.exit(f"{Path(sys.argv[0]).name}: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)


def say(text: str = "") -> None:
    print(text, flush=True)


# --- a fresh machine


def apt_install(packages: Sequence[str], why: str) -> None:
    """Install Debian packages when we may; otherwise say what to type."""
    by_hand = f"{why}. Install it with: apt install {' '.join(packages)}"
    if not shutil.which("apt-get"):
        raise Problem(f"{by_hand} (or what your system calls it: there is no apt-get here)")
    if os.geteuid() != 0:
        raise Problem(f"{by_hand} (as root: you are not, so this script cannot)")
    say(f"{why}: installing {' '.join(packages)} ...")
    # RUNLEVEL=1: the packages' own services must not start; the scripts start private ones.
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    for command in (["apt-get", "update"], install):  # a list that is too old still installs something
        result = subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if result.returncode == 0:
        return
    raise Problem(f"{by_hand}\nThis is what apt-get said:\n{result.stdout[-2000:]}{result.stderr[-2000:]}")


# What sets the text of a PDF; without it everything else works and letters are printed from the browser.
PANGO = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core"]


def has_pango() -> bool:
    return bool(find_library("pango-1.0") and find_library("pangoft2-1.0") and find_library("harfbuzz-subset"))


def find_python() -> str:
    """A Python that is new enough and can make virtual environments."""
    names = [sys.executable, "python3", "python3.14", "python3.13", "python3.12", "python3.11"]
    for attempt in ("as it is", "after apt"):
        new_enough = False
        for path in filter(None, map(shutil.which, names)):
            test = f"import sys; sys.exit(1 if sys.version_info < {OLDEST} else 0)"
            if subprocess.run([path, "-c", test]).returncode:
                continue
            new_enough = True
            if subprocess.run([path, "-c", "import venv, ensurepip"], stderr=subprocess.DEVNULL).returncode == 0:
                return path
        if attempt == "as it is":
            wanted = "venv is missing from Python" if new_enough else "There is no Python 3.11 or newer"
            apt_install(["python3", "python3-venv"], wanted)
    raise Problem("No Python 3.11 or newer with venv was found, also not after: apt install python3-venv")


def virtualenv(lock: str) -> None:
    """Make .venv hold exactly the versions that `lock` pins; quick when it already does.

    `.venv/installed` names the locks it was filled from by their hashes. The development lock holds all of the other
    one, so after it both are there.
    """
    stamp = VENV / "installed"
    wanted = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in (LOCK, DEV_LOCK)}
    with locked(ROOT, wait=True):
        python = VENV / "bin" / "python"
        works = python.exists() and subprocess.run([python, "-c", ""]).returncode == 0
        if works and stamp.is_file() and f"{lock} {wanted[lock]}" in stamp.read_text().splitlines():
            return
        say(f"Installing the pinned Python packages of {lock} in .venv ...")
        if not works:
            subprocess.run([find_python(), "-m", "venv", "--clear", VENV], check=True)
        stamp.unlink(missing_ok=True)
        install(lock)
        held = [lock] if lock == LOCK else [LOCK, DEV_LOCK]
        stamp.write_text("".join(f"{name} {wanted[name]}\n" for name in held))


def install(lock: str) -> None:
    """pip is the way; uv is used where it is on PATH, because it is faster."""
    uv, python = shutil.which("uv"), str(VENV / "bin" / "python")
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", python, "--compile-bytecode", "--require-hashes"]
        if subprocess.run([*command, "-r", lock], cwd=ROOT).returncode == 0:
            return
        say("uv did not manage; trying pip.")
    command = [python, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--require-hashes"]
    if subprocess.run([*command, "-r", lock], cwd=ROOT).returncode:
        raise Problem(f"pip could not install {lock}; its messages are above.")


@contextlib.contextmanager
def locked(path: Path, *, wait: bool, message: str = "") -> Iterator[None]:
    """Hold a lock on a file or folder, which ends with this process whatever happens to it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError as error:
        raise Problem(message) from error
    else:
        yield
    finally:
        os.close(handle)


# --- keys and environment


def make_keys(directory: Path, *, database: bool = False) -> list[str]:
    """Make the key files that are missing, never touch one that is there; returns the names made."""

    def key() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    contents: dict[str, Callable[[], str]] = {
        "secret_key": lambda: secrets.token_urlsafe(64),
        "audit_key": key,
        "pseudonym_key": key,
        "encryption_keys": lambda: f"k1:{key()}",
    }
    if database:
        contents["database_password"] = lambda: secrets.token_urlsafe(32)
        contents["pgpass"] = lambda: f"*:*:*:overstap:{(directory / 'database_password').read_text().strip()}"
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = []
    for name, content in contents.items():
        with contextlib.suppress(FileExistsError):
            handle = os.open(directory / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(content() + "\n")
            made.append(name)
    return made


def environment() -> dict[str, str]:
    """The process environment, filled from var/environment where it is silent, as gka/environment.py does it."""
    env = dict(os.environ)
    env["VAR_DIR"] = str(Path(env.get("VAR_DIR") or ROOT / "var").resolve())
    file = Path(env.get("ENV_FILE") or Path(env["VAR_DIR"]) / "environment")
    for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else []:
        name, separator, value = line.partition("=")
        if separator and not line.startswith("#"):
            env.setdefault(name.strip(), value.strip())
    return env


# --- processes


def start(command: Sequence[str | Path], env: Mapping[str, str] | None = None, **options: object) -> subprocess.Popen:
    """Start a process as the head of its own group, out of reach of the terminal's Ctrl-C."""
    return subprocess.Popen(command, env=env, cwd=ROOT, start_new_session=True, **options)


def stop(processes: Sequence[subprocess.Popen], with_signal: int = signal.SIGTERM, seconds: float = 15) -> None:
    """Ask the heads of the groups to stop, wait, then end whatever is left of each group."""
    for process in processes:
        if process.poll() is None:
            process.send_signal(with_signal)
    deadline = time.monotonic() + seconds
    try:
        for process in processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
    finally:  # also when a second Ctrl-C comes while we wait
        for process in processes:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def interrupt_on(*signals: int) -> None:
    """Let these signals do what Ctrl-C does, so that `finally` blocks run; what nohup has ignored stays ignored."""

    def handler(number: int, _frame: object) -> None:
        raise KeyboardInterrupt(number)

    for number in signals:
        # A shell lets its background jobs ignore SIGINT; who sends it to us by name means it.
        if number == signal.SIGINT or signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)
