"""Starts a real Neo4j from Maven artefacts for the tests marked `neo4j`: temporary home, free port.

Java 17 and Maven come from the machine. The jars (116 MB) are fetched once into the user's cache folder. Where Java,
Maven or the network are missing the tests skip and say so; with LITKG_REQUIRE_NEO4J=1 they fail instead.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from neo4j import GraphDatabase

POM = Path(__file__).parent / "data" / "neo4j" / "pom.xml"
PASSWORD = "only-for-tests"
START_SECONDS = 120
# Short runs: compile quickly rather than well.
JAVA = ("java", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
OPENS = tuple(f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in ("java.nio", "java.io", "sun.nio.ch"))

CONF = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.heap.max_size=512m
server.memory.pagecache.size=64m
dbms.usage_report.enabled=false
"""


@dataclass(frozen=True)
class Server:
    """Where the server answers and with what credentials."""

    uri: str
    user: str
    password: str


@pytest.fixture(scope="session")
def neo4j_server() -> Iterator[Server]:
    """One server for the whole run, empty at the start."""
    with home() as folder, serving(folder) as (server, _):
        yield server


@contextmanager
def home() -> Iterator[Path]:
    """Make the home folder of a server that has never run, with `bin/neo4j-admin` in it."""
    jars = _jars()
    with tempfile.TemporaryDirectory(prefix="litkg-neo4j-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for part in ("bin", "conf", "data", "logs", "plugins", "import"):
            (folder / part).mkdir()
        (folder / "conf" / "neo4j.conf").write_text(CONF.format(port=_free_port()), encoding="utf-8")
        admin = folder / "bin" / "neo4j-admin"
        words = " ".join([*JAVA, "-cp", f"'{jars}/*'", *OPENS, "org.neo4j.cli.AdminTool"])
        admin.write_text(f"#!/bin/sh\nNEO4J_HOME='{folder}' NEO4J_CONF='{folder}/conf' exec {words} \"$@\"\n")
        admin.chmod(0o755)
        yield folder


@contextmanager
def serving(folder: Path) -> Iterator[tuple[Server, "subprocess.Popen[bytes]"]]:
    """Run the server of a home folder; gives it with its process, which may be killed."""
    conf = (folder / "conf" / "neo4j.conf").read_text(encoding="utf-8")
    port = int(conf.split("bolt.listen_address=127.0.0.1:")[1].split()[0])
    server, console = Server(f"bolt://127.0.0.1:{port}", "neo4j", PASSWORD), folder / "console.log"
    command = [*JAVA, "-cp", f"{_jars()}/*", *OPENS, "org.neo4j.server.CommunityEntryPoint"]
    with console.open("wb") as log:
        process = subprocess.Popen(
            [*command, f"--home-dir={folder}", f"--config-dir={folder}/conf"], stdout=log, stderr=log
        )
    try:
        _wait(process, port, console)
        if not (folder / "password").exists():
            _change_password(server)
            (folder / "password").touch()
        yield server, process
    finally:
        process.kill()
        process.wait()


def _change_password(server: Server) -> None:
    """Change the initial password, before which a server answers no query."""
    with GraphDatabase.driver(server.uri, auth=(server.user, "neo4j")) as driver:
        change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password"
        driver.execute_query(change, password=server.password, database_="system")


def _jars() -> Path:
    """The folder of jars, fetched if it is not in the cache yet; complete or not there."""
    for tool in ("java", "mvn"):
        if shutil.which(tool) is None:
            _unavailable(f"a real Neo4j needs {tool}, which is not on this machine")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "litkg-tests"
    jars = cache / f"neo4j-{POM.read_text(encoding='utf-8').split('<version>')[2].split('<')[0]}"
    if not jars.is_dir():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            command = ["mvn", "-q", "-B", "-f", str(POM), "dependency:copy-dependencies", "-DincludeScope=runtime"]
            fetched = subprocess.run(
                [*command, f"-DoutputDirectory={folder}/jars"], capture_output=True, text=True, check=False
            )
            if fetched.returncode:
                _unavailable(f"Maven could not fetch Neo4j: {fetched.stdout[-500:]}")
            if not jars.is_dir():
                Path(folder, "jars").rename(jars)
    return jars


def _unavailable(reason: str) -> None:
    if os.environ.get("LITKG_REQUIRE_NEO4J") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, console: Path) -> None:
    """Wait until Bolt answers its handshake; an open port alone answers too early."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as bolt:
                bolt.settimeout(2)
                bolt.sendall(bytes.fromhex("6060b01700000405000000040000000000000000"))
                if len(bolt.recv(4)) == 4:
                    return
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail(f"Neo4j did not start: {console.read_text(encoding='utf-8', errors='replace')[-2000:]}")
