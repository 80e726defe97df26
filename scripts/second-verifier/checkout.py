"""The files of a checkout: of a folder here, or of any other tree that can say what stands at a path.

Sources: docs/evidence-keys.md, "Targets" and "What is reached"; docs/evidence-format.md, "Where it is stored".
"""

import os
import stat

import canonical


class NoKey(Exception):
    """A link, a path outside the package, or one that does not exist: nothing that depends on it has a key."""


def kind(path):
    """"file", "folder", "link" or "other" of what stands at a path, not following a link; None for nothing."""
    try:
        mode = os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError):
        return "other"
    return {stat.S_IFREG: "file", stat.S_IFDIR: "folder", stat.S_IFLNK: "link"}.get(stat.S_IFMT(mode), "other")


def names(folder):
    """The names in a folder, sorted by their UTF-8 bytes."""
    try:
        return sorted(os.listdir(folder), key=os.fsencode)
    except OSError:
        return []


def join(folder, name):
    return f"{folder}/{name}" if folder else name


class Tree:
    """What is asked of a checkout. The root is the folder "".

    A subclass has `kind(path)`, `names(folder)`, `read(path)`, and `identity(path)`, which two files share
    only where their bytes are the same.
    """

    def __init__(self):
        self.known_walks = {}

    @staticmethod
    def is_passed_over(name):
        """Whether a name is one of what tools keep beside sources."""
        return name.startswith(".") or name == "__pycache__"

    def walk(self, folder, recursive=True):
        """(path, kind) of all that is in a folder and no folder itself; names that are passed over are left out."""
        known = (folder, recursive)
        if known not in self.known_walks:
            self.known_walks[known] = list(self._walk(folder, recursive))
        return self.known_walks[known]

    def _walk(self, folder, recursive):
        for name in self.names(folder):
            if not self.is_passed_over(name):
                path = join(folder, name)
                what = self.kind(path)
                if what != "folder":
                    yield path, what
                elif recursive:
                    yield from self._walk(path, recursive)

    def kinds(self, path):
        """The kinds of the folders on the way to a path, and its own."""
        parts = path.split("/")
        return [self.kind("/".join(parts[: count + 1])) for count in range(len(parts))]

    def files(self, folder, recursive=True):
        """The files of a folder; `NoKey` where anything there is a link or can be no source."""
        if folder and "link" in self.kinds(folder):
            raise NoKey(f"{folder} is behind a link")
        found = self.walk(folder, recursive)
        for path, what in found:
            if what != "file":
                raise NoKey(f"{path} is no regular file")
        return [path for path, _ in found]

    def files_of(self, entry):
        """The files that an `implementation:` path or a fixture names; `NoKey` where it names none."""
        own = entry.endswith("/*")
        path = entry[:-2] if own else entry.removesuffix("/")
        if any(part in ("", ".", "..") or "\0" in part for part in path.split("/")):
            raise NoKey(f"{entry} is no path inside the package")
        kinds = self.kinds(path)
        if set(kinds[:-1]) - {"folder"} or kinds[-1] not in ("file", "folder") or own and kinds[-1] == "file":
            raise NoKey(f"{entry} is missing or a link")
        return [path] if kinds[-1] == "file" else self.files(path, recursive=not own)


class Folder(Tree):
    """A checkout in a folder of this machine."""

    def __init__(self, root):
        super().__init__()
        self.root = root
        self.contents = {}

    def kind(self, path):
        return kind(f"{self.root}/{path}" if path else self.root)

    def names(self, folder):
        return names(f"{self.root}/{folder}")

    def read(self, path):
        """The bytes of a regular file that is no link."""
        return self._take(path)[0]

    def identity(self, path):
        return self._take(path)[1]

    def _take(self, path):
        if path not in self.contents:
            if self.kind(path) != "file":
                raise NoKey(f"{path} is no regular file")
            try:
                with open(f"{self.root}/{path}", "rb") as file:
                    data = file.read()
            except OSError as error:
                raise NoKey(f"{path} cannot be read: {error}") from None
            self.contents[path] = data, canonical.sha256(data)
        return self.contents[path]
