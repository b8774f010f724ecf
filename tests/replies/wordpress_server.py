"""A real WordPress on this computer for the tests: its own database, files and port, ended by its own ids.

The system's packages bring the programs, packaging/bootstrap.sh unpacks WordPress's files into build/wordpress. It is
installed once; a start takes a copy of what was installed.
"""

import base64
import fcntl
import hashlib
import html
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from tests.replies.isso_server import free_port
from tests.replies.mariadb_server import RealMariaDb, Talk, make_data, program
from tests.replies.own_process import OwnProcess

SOURCES = Path(__file__).with_name("wordpress")
BUILD = Path(__file__).parents[2] / "build" / "wordpress"
FILES = BUILD / "files"
START_SECONDS = 60
WORKERS = 4
DATABASE = "wordpress"
PHP = ("-d", "memory_limit=256M", "-d", "date.timezone=UTC", "-d", "post_max_size=16M", "-d", "opcache.enable_cli=1")


@dataclass(frozen=True)
class SiteOptions:
    """What the site does with the next request. As they stand here, replies through the form appear at once."""

    moderated: bool = False
    first_reply_moderated: bool = False
    """A writer's first reply is held, later ones are not. WordPress's own default; the tests' is not."""
    anonymous_rest: bool = False
    """Takes replies from anybody by REST. WordPress's own default is no."""
    registration_required: bool = False
    name_required: bool = True
    closed: bool = False
    lean: bool = False
    """Leaves out what builds its pages, which replies don't need: twice as fast."""
    ahead: float = 0.0
    """Seconds by which the moments of its replies are ahead of the real time."""
    rest_disabled: bool = False
    maintenance: bool = False
    flood_seconds: int = 0
    """How soon the next reply of the same writer may come. WordPress's own default is 15."""
    thread_depth: int = 5
    delay_before: float = 0.0
    """Seconds before a post is looked at."""
    delay_after: float = 0.0
    """Seconds after a reply is stored, before the answer."""
    fails_before: bool = False
    fails_after: bool = False
    """Ends with an empty 500 before a post is looked at, or after a reply is stored."""
    environment: str = "local"
    """With "production", application passwords work over https only."""
    disallowed: str = ""
    """Words that put a reply into the trash, its sender being told as of any other."""
    public_url: str = ""
    """The address it takes for its own, when something stands before it."""


@dataclass(frozen=True)
class SitePost:
    """A post on the site: its number and its page."""

    id: int
    url: str


@dataclass(frozen=True)
class SiteUser:
    """Somebody who can sign in: user name and application password."""

    name: str
    password: str


@dataclass(frozen=True)
class StoredReply:
    """A row of the site's table of comments. `status` is 1, 0 (held), spam or trash."""

    id: int
    post: int
    parent: int
    author: str
    email: str
    url: str
    content: str
    status: str
    user: int


class RealWordPress:
    """A running WordPress; look into its database, change its options, moderate."""

    def __init__(self, folder: Path, database: RealMariaDb, url: str, facts: dict[str, dict[str, object]]) -> None:
        self.url = url
        self.version = str(facts["version"])
        posts = {
            name: SitePost(int(str(number)), url + str(facts["paths"][name])) for name, number in facts["posts"].items()
        }
        self.article, self.similar, self.other = posts["article"], posts["similar"], posts["other"]
        self.closed, self.draft, self.protected = posts["closed"], posts["draft"], posts["protected"]
        self.post_id, self.post_url = self.article.id, self.article.url
        self.admin = SiteUser("admin", str(facts["passwords"]["admin"]))
        self.reader = SiteUser("reader", str(facts["passwords"]["reader"]))
        """A subscriber, called Rita Reader on the page."""
        self.options = SiteOptions()
        self._folder, self._database = folder, database
        surroundings = _surroundings(folder, database, url) | {"PHP_CLI_SERVER_WORKERS": str(WORKERS)}
        address = ["-S", url.removeprefix("http://"), "-t", folder / "www", SOURCES / "router.php"]
        self._start = lambda: OwnProcess([program("php"), *PHP, *address], folder / "php.log", surroundings)
        self._server: OwnProcess | None = None

    def switch_on(self) -> None:
        """Have it answer, at the same address each time."""
        self._server = self._start()
        _wait(self.url, self._server)

    def switch_off(self) -> None:
        """Have nobody answer at its address."""
        if self._server is not None:
            self._server.stop()
            self._server = None

    def set(self, **changes: object) -> None:
        """Change options; what is not named stays as it is."""
        self._obey(replace(self.options, **changes))  # type: ignore[arg-type]

    def reset(self) -> None:
        """Put every option back."""
        self._obey(SiteOptions())

    def comments(self, post: int | None = None) -> list[StoredReply]:
        """Every row of the table, whatever its status, by id; or those of one post."""
        which = "" if post is None else f"WHERE comment_post_ID = {post:d}"
        return [StoredReply(**row) for row in self._database.rows(f"{COLUMNS} {which} ORDER BY comment_ID", DATABASE)]  # type: ignore[arg-type]

    def copies(self, text: str) -> int:
        """How often a reply of these words is stored, whatever its status; `text` as typed or as HTML."""
        escaped = html.escape(text, quote=False)
        ways = {way.encode().hex() for way in (text, escaped, escaped.replace("\\", "&#092;"))}
        among = ", ".join(f"X'{way}'" for way in ways)
        count = f"SELECT COUNT(*) FROM wp_comments WHERE CAST(comment_content AS BINARY) IN ({among})"
        return int(self._database.do(count, DATABASE))

    @contextmanager
    def talk(self) -> Iterator[Talk]:
        """A client of its database that stays."""
        with self._database.talk(DATABASE) as talk:
            yield talk

    def write_article(self, title: str) -> SitePost:
        """One more post, open to replies, for a test that wants a thread of its own."""
        said = self.as_admin("POST", "/wp-json/wp/v2/posts", {"title": title, "content": "…", "status": "publish"})
        return SitePost(int(str(said["id"])), str(said["link"]))

    def approve(self, number: int) -> None:
        """What a moderator's yes does."""
        self.as_admin("POST", f"/wp-json/wp/v2/comments/{number}", {"status": "approved"})

    def overwrite(self, number: int, *, author: str, email: str, content: str) -> None:
        """Have another reply under a number, as when the site was put back as it once was, and went on."""
        values = {"comment_author": html.escape(author, quote=False), "comment_author_email": email}
        fields = values | {"comment_content": content}
        sets = ", ".join(f"{name} = X'{text.encode().hex()}'" for name, text in fields.items())
        self._database.do(f"UPDATE wp_comments SET {sets}, user_id = 0 WHERE comment_ID = {number:d}", DATABASE)

    def spam(self, number: int) -> None:
        self.as_admin("POST", f"/wp-json/wp/v2/comments/{number}", {"status": "spam"})

    def trash(self, number: int) -> None:
        self.as_admin("DELETE", f"/wp-json/wp/v2/comments/{number}")

    def delete(self, number: int) -> None:
        """Take it out of the table for good."""
        self.as_admin("DELETE", f"/wp-json/wp/v2/comments/{number}?force=true")

    def as_admin(self, method: str, path: str, values: dict[str, object] | None = None) -> dict[str, object]:
        """Ask by REST as the site's owner; raises HTTPError for a refusal."""
        secret = base64.b64encode(f"{self.admin.name}:{self.admin.password}".encode()).decode()
        request = urllib.request.Request(
            self.url + path,
            None if values is None else json.dumps(values).encode(),
            {"Content-Type": "application/json", "Authorization": f"Basic {secret}"},
            method=method,
        )
        with _opener().open(request, timeout=30) as answer:
            found: dict[str, object] = json.load(answer)
        return found

    def _obey(self, options: SiteOptions) -> None:
        self.options = options
        write_options(self._folder, options)
        upkeep = self._folder / "www" / ".maintenance"
        if options.maintenance:
            upkeep.write_text("<?php $upgrading = time();", encoding="utf-8")
        else:
            upkeep.unlink(missing_ok=True)


COLUMNS = """SELECT JSON_OBJECT('id', comment_ID, 'post', comment_post_ID, 'parent', comment_parent,
 'author', comment_author, 'email', comment_author_email, 'url', comment_author_url, 'content', comment_content,
 'status', comment_approved, 'user', user_id) FROM wp_comments"""


@contextmanager
def real_wordpress(folder: Path, **options: object) -> Iterator[RealWordPress]:
    """Start one, wait until it answers, end it."""
    with ExitStack() as stack:
        installed = _installed()
        folder.mkdir(parents=True, exist_ok=True)
        stack.callback(shutil.rmtree, shutil.copytree(installed / "data", folder / "data"))
        database = stack.enter_context(_database(folder))
        url = f"http://127.0.0.1:{free_port()}"
        _lay_out(folder)
        site = RealWordPress(folder, database, url, json.loads((installed / "site.json").read_text(encoding="utf-8")))
        site.set(**options)
        stack.callback(site.switch_off)
        site.switch_on()
        yield site


def write_options(folder: Path, options: SiteOptions) -> None:
    """Put them where the site reads them at each request; in one go, for a request may be on its way."""
    fresh = folder / "options.json.new"
    fresh.write_text(json.dumps(asdict(options)), encoding="utf-8")
    fresh.replace(folder / "options.json")


def _installed() -> Path:
    """The folder with an installed site's data, made when it is not there yet or no longer fits."""
    version = FILES / "wp-includes" / "version.php"
    if not version.exists():
        raise RuntimeError(f"WordPress is not in {FILES}; packaging/bootstrap.sh full unpacks it")
    made_of = [version, *sorted(SOURCES.glob("*.php")), Path(program("mariadbd"))]
    marks = [part.read_bytes() if part.suffix else str(part.stat().st_mtime_ns).encode() for part in made_of]
    installed = BUILD / f"installed-{hashlib.sha256(b''.join(marks)).hexdigest()[:12]}"
    with (BUILD / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not installed.exists():
            for former in BUILD.glob("installed-*"):
                shutil.rmtree(former)
            with tempfile.TemporaryDirectory(dir=BUILD, prefix="fresh-") as fresh:
                _install(Path(fresh))
                Path(fresh).rename(installed)
                Path(fresh).mkdir()
    return installed


def _install(folder: Path) -> None:
    make_data(folder / "data")
    _lay_out(folder)
    write_options(folder, SiteOptions())
    with _database(folder) as database:
        database.do(f"CREATE DATABASE {DATABASE} CHARACTER SET utf8mb4")
        command = [program("php"), *PHP, str(SOURCES / "install.php"), str(folder / "www")]
        ran = subprocess.run(
            command,
            env={**os.environ, **_surroundings(folder, database, "http://127.0.0.1")},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    facts = ran.stdout.rstrip().rpartition("\n")[2]
    if ran.returncode != 0 or not facts.startswith("{"):
        raise RuntimeError(f"WordPress could not be installed: {ran.stdout[-2000:]}{ran.stderr[-2000:]}")
    (folder / "site.json").write_text(facts, encoding="utf-8")
    shutil.rmtree(folder / "www")


def _lay_out(folder: Path) -> None:
    """The site's own files: what it may change is its own, the rest points to the one copy."""
    www, content = folder / "www", folder / "www" / "wp-content"
    (content / "mu-plugins").mkdir(parents=True)
    for part in FILES.glob("*.php"):
        shutil.copy(part, www)
    for name in ("wp-admin", "wp-includes"):
        (www / name).symlink_to(FILES / name)
    (content / "themes").symlink_to(FILES / "wp-content" / "themes")
    shutil.copy(SOURCES / "wp-config.php", www)
    shutil.copy(SOURCES / "options.php", content / "mu-plugins")


@contextmanager
def _database(folder: Path) -> Iterator[RealMariaDb]:
    # A socket's address has room for 107 bytes, a test's folder may be longer.
    with tempfile.TemporaryDirectory(prefix="hiitreader-") as short:
        database = RealMariaDb(folder / "data", Path(short) / "db", folder / "mariadb.log")
        try:
            yield database
        finally:
            database.stop()


def _surroundings(folder: Path, database: RealMariaDb, url: str) -> dict[str, str]:
    return {"SITE_OPTIONS": str(folder / "options.json"), "SITE_SOCKET": str(database.socket), "SITE_URL": url}


def _wait(url: str, server: OwnProcess) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.ended():
            raise RuntimeError(f"WordPress ended: {server.said()}")
        try:
            with _opener().open(f"{url}/wp-json/wp/v2/types/post", timeout=30):
                return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"WordPress did not answer: {server.said()}")


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))
