"""Starts the installed Orca for one display and bus only: it neither sees nor ends any other Orca, nor they it.

Run by the system's Python: `orca_alone.py PATH_OF_ORCA [OPTIONS]`. Orca by itself runs once per person, and with
`--replace` ends every other one, also one that a person sits at or another test run needs.
"""

import importlib.machinery
import importlib.util
import sys


def main():
    path, *options = sys.argv[1:]
    loader = importlib.machinery.SourceFileLoader("orca_program", path)
    spec = importlib.util.spec_from_loader("orca_program", loader)
    program = importlib.util.module_from_spec(spec)
    loader.exec_module(program)
    program.otherOrcas = list
    program.setProcessName = lambda _name: False
    sys.argv = [path, *options]
    return program.main()


if __name__ == "__main__":
    sys.exit(main())
