"""The maze room opens without torch, numpy or networkx, and without its exact search."""

import subprocess
import sys


def test_the_maze_type_and_verifier_bring_in_nothing_heavy():
    program = (
        "import sys, tinyduo.trm.puzzles.maze as maze\n"
        "names = ('torch', 'numpy', 'numba', 'networkx', f'{maze.__name__}.label',\n"
        "         f'{maze.__name__}.generate', f'{maze.__name__}.tokens')\n"
        "print([name for name in names if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
