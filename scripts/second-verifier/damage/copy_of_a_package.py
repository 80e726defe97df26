"""A copy that is damaged, and the files in it."""

import os


class Lie(str):
    """What was done, after which something that is judged is not so: nobody may accept it."""


class Copy:
    """A folder whose files may be links to originals: a file is replaced, never written into."""

    def __init__(self, root):
        self.root = root

    def path(self, name):
        return os.path.join(self.root, name)

    def files(self, *folders):
        found = []
        for folder in folders:
            for parent, _, names in os.walk(self.path(folder)):
                found += [os.path.relpath(os.path.join(parent, name), self.root) for name in names]
        return sorted(found)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def write(self, name, data):
        self.remove(name)
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "wb") as file:
            file.write(data)

    def remove(self, name):
        if os.path.lexists(self.path(name)):
            os.remove(self.path(name))


def evidence_file(random, copy):
    """The name of a regular file of evidence; None where there is none."""
    return _pick(random, copy, "evidence", ".json")


def contract_file(random, copy):
    """The name of a contract's file; None where there is none."""
    return _pick(random, copy, "contracts", ".yaml")


def hypotheses_file(random, copy):
    """The name of a file of hypotheses; None where there is none."""
    return _pick(random, copy, "investigations", ".yaml")


def witness_file(random, copy):
    """The name of a witness's file; None where there is none."""
    return _pick(random, copy, "witnesses", ".json")


def binding_file(random, copy):
    """The name of a binding's file; None where there is none."""
    return _pick(random, copy, "evidence", "/binding.txt")


def _pick(random, copy, folder, suffix):
    files = [name for name in copy.files(folder) if name.endswith(suffix) and not os.path.islink(copy.path(name))]
    return random.choice(files) if files else None


def page_file(random, copy):
    """The name of a page that is listed; None where there is none."""
    listed = [name for name in copy.files("docs") if name.endswith(".md") and os.path.dirname(name) == "docs"]
    # A copy of a package whose pages were written for it has a README.md as well, which is none of them.
    settings = copy.read("pv.yaml").decode("utf-8", "replace") if os.path.isfile(copy.path("pv.yaml")) else ""
    listed += [
        name for name in ("README.md", "CHANGELOG.md", "ship-spec.md")
        if listed and name in settings and os.path.exists(copy.path(name))]
    listed = [name for name in listed if not os.path.islink(copy.path(name))]
    return random.choice(listed) if listed else None
