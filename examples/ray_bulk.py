"""Answer a CSV file of one-line puzzles with Ray Data, on as many workers as you have.

    pip install 'tinyduo[ray]'
    python examples/ray_bulk.py puzzles.csv answers --workers 2

The file has a column `question` (`.` or `0` for blanks; mazes in `#`, space, S, G), perhaps `box`;
other columns are passed through. Answers are JSON files in the folder, rows in any order.
"""

import argparse

import pyarrow as pa
import ray
from pyarrow.csv import ConvertOptions

from tinyduo.trm import Budget
from tinyduo.trm.bulk import BulkSolver


def main() -> None:
    """Read, solve, write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", help="CSV file")
    parser.add_argument("out", help="folder for the answers")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--single-pass", action="store_true", help="one candidate, no verifier")
    args = parser.parse_args()

    # As text: a puzzle with 0 for blanks would be read as a number and lose its first cells.
    text = ConvertOptions(
        column_types={"question": pa.string(), "box": pa.string()}, strings_can_be_null=False
    )
    puzzles = ray.data.read_csv(args.source, convert_options=text)
    answers = puzzles.repartition(4 * args.workers).map_batches(
        BulkSolver,
        fn_constructor_kwargs={
            "single_pass": args.single_pass,
            "budget": Budget(seconds=None),  # the same answers on a busy machine
        },
        batch_size=64,
        concurrency=args.workers,
    )
    answers.write_json(args.out)


if __name__ == "__main__":
    main()
