"""The program: the answers of an exported model to the rows of a file, as CSV."""

import csv
import sys
import zipfile
from pathlib import Path

import numpy as np

from .cells import PreparationError
from .files import read_rows
from .preparation import load


def _load_model(path: Path):
    """The model of a `.keras` file, or of `model.py`."""
    import keras

    if path.suffix == ".py":
        import runpy

        return runpy.run_path(str(path), run_name="model")["model"]
    with zipfile.ZipFile(path) as archive:
        if b"keras_hub" in archive.read("config.json"):
            import keras_hub  # noqa: F401, its layers are known once it is imported
    return keras.saving.load_model(path)


def _written(answer) -> str:
    """An answer as a cell of CSV: a name, or numbers with the digits that they have in 32 bits."""
    return answer if isinstance(answer, str) else " ".join(str(number) for number in np.ravel(answer).astype(np.float32))


def main(arguments: list[str]) -> None:
    """Prints the answers of a model to the rows of a file as CSV: a line for each row, a column for each target."""
    if len(arguments) != 2:
        sys.exit(
            "Usage: python model.keras ROWS, or python prepare.py model.py ROWS, where ROWS is a CSV file; "
            "for images and texts also one of them, or a folder with them, for arrays a .npz file"
        )
    model, rows = map(Path, arguments)
    try:
        preparation = load(model)
        read, folder, files = read_rows(rows, preparation)
        numbers = preparation.rows_of(read)
        answers = preparation.predict(_load_model(model), read, folder)
    except (PreparationError, OSError, csv.Error) as error:
        sys.exit(str(error))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["row", *([] if files is None else ["file"]), *answers])
    for at, row in enumerate(numbers):
        file = [] if files is None else [files[row]]
        writer.writerow([row + 1, *file, *(_written(values[at]) for values in answers.values())])


if __name__ == "__main__":
    main(sys.argv[1:])
