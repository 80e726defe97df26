"""A commit of a repository, read as a checkout without being checked out."""

import subprocess

from checkout import NoKey, Tree

KINDS = {"040000": "folder", "120000": "link", "160000": "folder"}


class Repository:
    """The objects of a repository; one process of git reads all of them."""

    def __init__(self, root):
        self.root = root
        self.process = subprocess.Popen(
            ["git", "-C", root, "cat-file", "--batch"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def git(self, *arguments):
        result = subprocess.run(["git", "-C", self.root, *arguments], check=True, stdout=subprocess.PIPE)
        return result.stdout.decode("utf-8", "surrogateescape")

    def read(self, identity):
        """The bytes of an object."""
        self.process.stdin.write(identity.encode() + b"\n")
        self.process.stdin.flush()
        size = int(self.process.stdout.readline().split()[2])
        data = self.process.stdout.read(size)
        self.process.stdout.read(1)
        return data

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


class GitTree(Tree):
    """The files of a commit. `identity` is that of the object, which other commits share."""

    def __init__(self, repository, commit):
        super().__init__()
        self.repository = repository
        self.entries, self.folders = {"": ("folder", "")}, {}
        for line in repository.git("ls-tree", "-r", "-t", "-z", "--full-tree", commit).split("\0")[:-1]:
            (mode, _, identity), path = line.split("\t", 1)[0].split(" "), line.split("\t", 1)[1]
            self.entries[path] = KINDS.get(mode, "file"), identity
            folder, _, name = path.rpartition("/")
            self.folders.setdefault(folder, []).append(name)

    def kind(self, path):
        return self.entries.get(path, (None,))[0]

    def names(self, folder):
        return sorted(self.folders.get(folder, ()), key=lambda name: name.encode("utf-8", "surrogateescape"))

    def identity(self, path):
        if self.kind(path) != "file":
            raise NoKey(f"{path} is no regular file")
        return self.entries[path][1]

    def read(self, path):
        return self.repository.read(self.identity(path))
