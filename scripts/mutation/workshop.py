"""A scratch copy of the kernels, compiled as SwiftPM compiles them and linked as two shared libraries.

The falsifiers are linked once, without the kernels; a mutant then costs the compilation of what it changes and one small
link. Compilers and linkers are started without the drivers that would start them, and the headers of intrinsics, which
take five sixths of the time of a C file, are compiled once.
"""

import hashlib
import json
import os
import platform
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import processor

INTRINSICS = "arm_neon.h" if platform.machine() in ("aarch64", "arm64") else "immintrin.h"
KERNELS = ("Sources/CKernels", "Sources/Kernels")


class Refused(Exception):
    """Nothing can be said about any mutant; the text says why."""


def run(command, **options):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options)


def check(done):
    """The process as it is, where it succeeded."""
    if done.returncode:
        raise Refused(done.stdout.decode(errors="replace"))
    return done


def digest(root, folders):
    """SHA-256 over the names and bytes of all files below some folders."""
    if gone := [folder for folder in folders if not (root / folder).is_dir()]:
        raise Refused(f"no such folder: {', '.join(gone)}")
    sum = hashlib.sha256()
    paths = [path for folder in folders for path in (root / folder).rglob("*") if path.is_file()]
    for path in sorted(path for path in paths if path.parent.name != "__pycache__"):
        sum.update(f"{path.relative_to(root)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return sum.hexdigest()


def machine():
    """The processor and the compiler, in one line."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    compiler = run(["swift", "--version"]).stdout.decode().splitlines()[0]
    return f"{model.group(1) if model else os.uname().machine}, {os.cpu_count()} processors, {compiler}"


class Build:
    """What `swift build --build-tests` did: its commands, objects and modules."""

    def __init__(self, root, folder):
        self.root, self.folder = root, folder
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
        link = next(command for name, command in self.commands.items() if re.match(r"Linking .*Tests\.xctest$", name))
        listed = next(argument for argument in link if argument.startswith("@"))
        self.objects = [line.strip("'") for line in Path(listed[1:]).read_text().splitlines()]
        self.link = [argument for argument in link if argument not in (listed, "-g")]
        self.kernels = {
            kind: {Path(path).name: path for path in self.objects if f"/{kind}.build/" in path}
            for kind in ("CKernels", "Kernels")
        }
        self.clang = self.c_command("ck_cpu.c")[0]
        self.originals = folder / "original"
        self.originals.mkdir(parents=True, exist_ok=True)
        self.link_kernels("CKernels", {}, self.originals)
        self.link_swift = self._swift_link()
        self.link_kernels("Kernels", {}, self.originals)
        self.intrinsics = self._precompiled(folder)

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

    def link_falsifiers(self):
        """The test program without the kernels in it; they are looked up in LD_LIBRARY_PATH."""
        rest = [path for path in self.objects if not re.search(r"/(?:C?Kernels)\.build/", path)]
        # In a folder of its own: the program looks beside itself, too, and kernels must not lie there.
        (self.folder / "program").mkdir(exist_ok=True)
        listed, program = self.folder / "program/falsifiers.list", self.folder / "program/falsifiers"
        listed.write_text("".join(f"'{path}'\n" for path in rest))
        command = list(self.link)
        command[command.index("-o") + 1] = str(program)
        check(run([*command, f"@{listed}", f"-L{self.originals}", "-lKernels", "-lCKernels"]))
        return program

    def link_kernels(self, kind, replaced, folder, *options):
        """Links the library of one module, with some of its objects replaced, into a folder."""
        library = str(folder / f"lib{kind}.so")
        objects = [str(replaced.get(name, path)) for name, path in self.kernels[kind].items()]
        if kind == "CKernels":
            command = [self.clang, "-shared", *options, "-o", library, *objects]
        else:
            before, after = self.link_swift
            command = [*before, *objects, *after, *options, "-o", library]
        check(run(command))

    def _swift_link(self):
        """What the Swift driver would start to link `Kernels`: the words before the objects, and those after."""
        objects = list(self.kernels["Kernels"].values())
        driver = [self.link[0], "-emit-library", "-o", "libKernels.so", *objects, f"-L{self.originals}", "-lCKernels"]
        job = shlex.split(check(run([*driver, "-driver-print-jobs"])).stdout.decode().splitlines()[-1])
        at = job.index("-o")
        del job[at: at + 2]
        # The libraries that objects ask for are named in a file that lasts only as long as the driver.
        listed = self.folder / "Kernels.autolink"
        check(run([str(Path(self.clang).with_name("swift-autolink-extract")), *objects, "-o", str(listed)]))
        before, after = job[: job.index(objects[0])], job[job.index(objects[-1]) + 1:]
        return before, [part for word in after for part in (listed.read_text().split() if word[0] == "@" else [word])]

    def precompiled(self, includes, source):
        """The options that spare a C file the headers of intrinsics; none where it includes none."""
        return ["-include-pch", str(self.intrinsics)] if INTRINSICS in includes.of(source) else []

    def _precompiled(self, folder):
        """The headers of the processor's intrinsics, compiled once for all C files."""
        header, compiled = folder / "intrinsics.h", folder / "intrinsics.pch"
        header.write_text(f"#include <{INTRINSICS}>\n")
        check(run([*self.c_command("ck_cpu.c"), "-x", "c-header", str(header), "-o", str(compiled)]))
        return compiled


class Workshop:
    """One worker's copy of the kernels; workers share the build and the linked falsifiers."""

    def __init__(self, build, folder):
        self.build, self.folder = build, folder
        shutil.rmtree(folder, ignore_errors=True)
        for part in KERNELS:
            shutil.copytree(build.root / part, folder / part)
        for part in ("objects", "mutant"):
            (folder / part).mkdir()
        self.includes = Includes(folder / KERNELS[0])
        self.originals = {}
        self.required, self.available = processor.needs(build.root / "pv.yaml"), processor.flags()

    @property
    def libraries(self):
        """Where the kernels are looked up: those with the fault first."""
        return f"{self.folder / 'mutant'}:{self.build.originals}"

    def plant(self, mutant, is_reached=lambda source: True):
        """Builds the kernels with one fault.

        A header is compiled with every C file that this processor can run, that includes it and that reaches the fault:
        one alone would be another fault, in which files disagree.

        - is_reached: whether somebody executes the fault as a C file includes it; what nobody executes stays as it is.

        Returns: None where the libraries hold the fault, or why there is nothing to run: `not compiled`, `same code`,
        `not for this machine`, `not reached`.
        """
        path = self.folder / mutant.file
        original = path.read_text()
        for library in (self.folder / "mutant").iterdir():
            library.unlink()
        sources = self.includes.sources(mutant.file)
        runnable = [source for source in sources if processor.can_run(source, self.required, self.available)]
        try:
            path.write_text(mutant.applied(original))
            compiled = {}
            reached = [source for source in runnable if is_reached(source)]
            # Where nothing is reached, one is compiled all the same: the fault may be none.
            for source in reached or runnable[:1] or sources[:1]:
                target = self._compile(source, "mutant")
                if target is None:
                    return "not compiled"
                if target.read_bytes() != self._original(source, mutant.file, original):
                    compiled[source] = target
            if not compiled:
                return "same code" if runnable and self._is_seen(mutant, original, runnable) else "not for this machine"
            if not runnable:
                return "not for this machine"
            if not reached:
                return "not reached"
            kind = "Kernels" if mutant.file.endswith(".swift") else "CKernels"
            replaced = {Path(source).name + ".o": str(target) for source, target in compiled.items()}
            self.build.link_kernels(kind, replaced, self.folder / "mutant")
            return None
        finally:
            path.write_text(original)

    def _is_seen(self, mutant, original, sources):
        """Whether the compiler sees the change at all, or the preprocessor leaves it out on this machine."""
        if mutant.file.endswith(".swift"):
            return True
        path = self.folder / mutant.file
        for source in sources:
            texts = []
            for text in (mutant.applied(original), original):
                path.write_text(text)
                texts.append(run([*self._c_command(source), "-E", "-P", str(self.folder / source)]).stdout)
            if texts[0] != texts[1]:
                return True
        return False

    def _c_command(self, source):
        """That of the build, with the headers of the copy."""
        command = self.build.c_command(os.path.basename(source))
        at = command.index(str(self.build.root / KERNELS[0] / "include"))
        command[at] = str(self.folder / KERNELS[0] / "include")
        return command

    def _compile(self, source, purpose):
        path, name = self.folder / source, f"{os.path.basename(source)}.o"
        # Objects hold their own name, so it is given afterwards.
        compiled, target = self.folder / name, self.folder / "objects" / f"{purpose}-{name}"
        if source.endswith(".swift"):
            others = [str(other) for other in sorted((self.folder / KERNELS[1]).rglob("*.swift")) if other != path]
            command = [*self.build.swift_command(), "-primary-file", str(path), *others]
        else:
            command = [*self._c_command(source), "-c", str(path)]
            command += self.build.precompiled(self.includes, source)
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


class Includes:
    """What C files include, directly or through another header, by the names that they write."""

    def __init__(self, folder):
        self.root = folder.parent.parent
        texts = {path: path.read_text() for path in sorted(folder.rglob("*")) if path.suffix in (".c", ".h")}
        written = {path.name: re.findall(r'^#\s*include\s*[<"]([^>"]+)', text, re.M) for path, text in texts.items()}
        self.names = {}
        for path in texts:
            found, queue = set(), [path.name]
            while queue:
                new = {os.path.basename(name) for name in written.get(queue.pop(), [])} - found
                found |= new
                queue += new
            self.names[str(path.relative_to(self.root))] = found

    def of(self, file):
        """The names of all headers that a file includes."""
        return self.names[file]

    def sources(self, file):
        """The files to compile again where a file changes: itself, or the C files that include it."""
        if not file.endswith(".h"):
            return [file]
        return [name for name in self.names if name.endswith(".c") and os.path.basename(file) in self.names[name]]
