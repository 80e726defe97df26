"""``python -m pv_contracts``: runs the program in place of Python, with the same arguments."""

import os
import sys

from pv_contracts import program

if __name__ == "__main__":
    path = str(program())
    os.execv(path, [path, *sys.argv[1:]])
