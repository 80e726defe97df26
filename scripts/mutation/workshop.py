"""A scratch copy of the kernels, compiled as SwiftPM compiles them and linked as two shared libraries.

The falsifiers are linked once, without the kernels; a mutant then costs one compilation and two small links.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import processor

KERNELS = ("Sources/CKernels", "Sources/Kernels")


class Refused(Exception):
    """Nothing can be said about any mutant; the text says why."""


def run(command, **options):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)


def digest(root, folders):
    """SHA-256 over the names and bytes of all files below some folders."""
    sum = hashlib.sha256()
    for path in sorted(path for folder in folders for path in (root / folder).rglob("*") if path.is_file()):
        sum.update(f"{path.relative_to(root)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return sum.hexdigest()


def machine():
    """The processor and the compiler, in one line."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    compiler = run(["swift", "--version"]).stdout.decode().splitlines()[0]
    return f"{model.group(1) if model else os.uname().machine}, {os.cpu_count()} processors, {compiler}"


class Build:
    """What `swift build --build-tests` did: its commands, objects and modules."""

    def __init__(self, root):
        self.root = root
        built = run(["swift", "build", "--build-tests"], cwd=root)
        if built.returncode:
            raise Refused(built.stdout.decode(errors="replace"))
        self.commands = {}
        description = None
        for line in (root / ".build/debug.yaml").read_text().splitlines():
            if line.startswith("    description: "):
                description = json.loads(line.split(": ", 1)[1])
            elif line.startswith("    args: ") and description:
                self.commands[description] = json.loads(line.split(": ", 1)[1])
        self.folder = (root / ".build/debug").resolve()
        link = next(command for name, command in self.commands.items() if re.match(r"Linking .*Tests\.xctest$", name))
        listed = next(argument for argument in link if argument.startswith("@"))
        self.objects = [line.strip("'") for line in Path(listed[1:]).read_text().splitlines()]
        self.link = [argument for argument in link if argument not in (listed, "-g")]

    def c_command(self, name):
        """The compiler's command for a C file, without source, output, index and debugging information."""
        command = list(self.commands[f"Compiling CKernels {name}"])
        for option in ("-index-store-path", "-MT", "-MF", "-c", "-o"):
            at = command.index(option)
            del command[at: at + 2]
        return [argument for argument in command if argument not in ("-g", "-MD")] + ["-w"]

    def swift_command(self):
        """The frontend's command for one file of the module `Kernels`, without the sources."""
        name = next(name for name in self.commands if name.startswith("Compiling Swift Module 'Kernels'"))
        whole = self.commands[name]
        pairs = {"-module-name", "-I", "-target", "-Xcc", "-module-cache-path", "-swift-version", "-package-name"}
        plain = re.compile(r"-D\w+|-O|-enable-testing")
        kept, index = [], 1
        while index < len(whole):
            if whole[index] in pairs:
                kept += whole[index: index + 2]
                index += 1
            elif plain.fullmatch(whole[index]):
                kept.append(whole[index])
            index += 1
        # Incremental code generation leaves a hash in the object that the same code has another one of.
        return [
            whole[0], "-frontend", "-c", "-parse-as-library", "-suppress-warnings", "-disable-incremental-llvm-codegen",
            *kept,
        ]


class Workshop:
    """One worker's copy of the kernels; workers share the build and the linked falsifiers."""

    def __init__(self, build, folder):
        self.build, self.folder = build, folder
        shutil.rmtree(folder, ignore_errors=True)
        for part in KERNELS:
            shutil.copytree(build.root / part, folder / part)
        (folder / "objects").mkdir()
        self.headers = {}
        self.originals = {}
        self.required, self.available = processor.needs(build.root / "pv.yaml"), processor.flags()
        self.objects = {
            kind: {Path(path).name: path for path in build.objects if f"/{kind}.build/" in path}
            for kind in ("CKernels", "Kernels")
        }
        self._link("CKernels", {})
        self._link("Kernels", {})

    def link_falsifiers(self):
        """The test program without the kernels in it; they are looked up in LD_LIBRARY_PATH."""
        rest = [path for path in self.build.objects if not re.search(r"/(?:C?Kernels)\.build/", path)]
        listed = self.folder / "falsifiers.list"
        listed.write_text("".join(f"'{path}'\n" for path in rest))
        program = self.folder / "falsifiers"
        command = list(self.build.link)
        command[command.index("-o") + 1] = str(program)
        linked = run([*command, f"@{listed}", f"-L{self.folder}", "-lKernels", "-lCKernels"])
        if linked.returncode:
            raise Refused(linked.stdout.decode(errors="replace"))
        return program

    def plant(self, mutant):
        """Builds the kernels with one fault.

        Returns: None where the libraries hold the fault, or why there is nothing to run: `not compiled`, `same code`,
        `not for this machine`.
        """
        path = self.folder / mutant.file
        original = path.read_text()
        try:
            path.write_text(mutant.applied(original))
            compiled = {}
            for source in self._sources(mutant.file):
                target = self._compile(source, "mutant")
                if target is None:
                    return "not compiled"
                if target.read_bytes() != self._original(source, mutant.file, original):
                    compiled[source] = target
            if not compiled:
                return "same code" if self._is_seen(mutant, original) else "not for this machine"
            if not any(processor.can_run(source, self.required, self.available) for source in compiled):
                return "not for this machine"
            kind = "Kernels" if mutant.file.endswith(".swift") else "CKernels"
            self._link(kind, {Path(source).name + ".o": str(target) for source, target in compiled.items()})
            self._link("Kernels" if kind == "CKernels" else "CKernels", {})
            return None
        finally:
            path.write_text(original)

    # What a file is part of

    def _sources(self, file):
        """The files to compile again where a file changes."""
        if not file.endswith(".h"):
            return [file]
        if not self.headers:
            for source in sorted((self.folder / KERNELS[0]).glob("*.c")):
                listing = run([*self.build.c_command(source.name), "-MM", str(source)])
                relative = str(source.relative_to(self.folder))
                for word in set(listing.stdout.decode().replace("\\\n", " ").split()[1:]):
                    self.headers.setdefault(os.path.basename(word), []).append(relative)
        return self.headers.get(os.path.basename(file), [])

    def _is_seen(self, mutant, original):
        """Whether the compiler sees the change at all, or the preprocessor leaves it out on this machine."""
        if mutant.file.endswith(".swift"):
            return True
        path = self.folder / mutant.file
        for source in self._sources(mutant.file):
            texts = []
            for text in (mutant.applied(original), original):
                path.write_text(text)
                command = self.build.c_command(os.path.basename(source))
                texts.append(run([*command, "-E", "-P", str(self.folder / source)]).stdout)
            if texts[0] != texts[1]:
                return True
        return False

    # Compiling and linking

    def _compile(self, source, purpose):
        path, name = self.folder / source, f"{os.path.basename(source)}.o"
        # Objects hold their own name, so it is given afterwards.
        compiled, target = self.folder / name, self.folder / "objects" / f"{purpose}-{name}"
        if source.endswith(".swift"):
            others = [str(other) for other in sorted((self.folder / KERNELS[1]).rglob("*.swift")) if other != path]
            command = [*self.build.swift_command(), "-primary-file", str(path), *others]
        else:
            command = [*self.build.c_command(path.name), "-I", str(path.parent / "include"), "-c", str(path)]
            command.remove(str(self.build.root / KERNELS[0] / "include"))
            command.remove("-I")
        if run([*command, "-o", str(compiled)]).returncode:
            return None
        return compiled.replace(target)

    def _original(self, source, mutated, text):
        """The object code without the fault, compiled from the same place so that the two can be compared."""
        if source not in self.originals:
            path = self.folder / mutated
            fault = path.read_text()
            path.write_text(text)
            target = self._compile(source, "original")
            path.write_text(fault)
            if target is None:
                raise Refused(f"{source} does not compile in the scratch copy")
            self.originals[source] = target.read_bytes()
        return self.originals[source]

    def _link(self, kind, replaced):
        library = self.folder / f"lib{kind}.so"
        objects = [replaced.get(name, path) for name, path in self.objects[kind].items()]
        if kind == "CKernels":
            command = [self.build.c_command("ck_cpu.c")[0], "-shared", "-o", str(library), *objects]
        else:
            command = [self.build.link[0], "-emit-library", "-o", str(library), *objects]
            command += [f"-L{self.folder}", "-lCKernels"]
        linked = run(command)
        if linked.returncode:
            raise Refused(linked.stdout.decode(errors="replace"))
