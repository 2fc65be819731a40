"""Prepares rows of data for a model that was exported from Layerloom, as its run prepared them, and reads the model's answers.

    import keras, prepare

    preparation = prepare.load("model.keras")    # or the preparation.json of a folder
    model = keras.saving.load_model("model.keras")
    answers = preparation.predict(model, rows)

or step by step, `preparation.answers(model.predict(preparation.prepare(rows)))`, or as a program, which prints the answers as CSV:

    python prepare.py model.keras rows.csv

It needs Python 3.10 and NumPy; Pillow where the model takes images. Data frames of pandas are taken, and nothing of pandas is needed.
"""

from .cells import PreparationError
from .files import read_rows, read_table
from .preparation import Preparation, load
from .program import main

__all__ = ["Preparation", "PreparationError", "load", "main", "read_rows", "read_table"]
