"""Where the program ``pv-contracts`` of this installation stands."""

import sysconfig
from importlib.metadata import version
from pathlib import Path

__all__ = ["program"]
__version__ = version("pv-contracts")


def program() -> Path:
    """Gives the path of the program that was installed with this package.

    Raises:
        FileNotFoundError: the installation has lost it.
    """
    schemes = [sysconfig.get_default_scheme(), *sysconfig.get_scheme_names()]
    paths = [Path(sysconfig.get_path("scripts", scheme)) / "pv-contracts" for scheme in schemes]
    for path in paths:
        if path.is_file():
            return path
    raise FileNotFoundError(f"pv-contracts is not where it was installed, such as {paths[0]}; install the wheel again")
