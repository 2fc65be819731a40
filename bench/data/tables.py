"""Reads a table of flights as the tutorials of Keras do, with pandas and `tf.data`: `python tables.py FILE BATCH EPOCHS`.

Numbers are filled, standardized and parted from dates, airports become numbers of categories, all learned on the first 70 % of the rows.
The last line printed is JSON: `ready`, seconds until the first batch could be asked for; `epochs`, seconds of each; `rows` of an epoch;
`peak`, the most megabytes that the process held; `versions`.
"""
import json
import os
import resource
import sys
import time

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy  # noqa: E402
import pandas  # noqa: E402
import tensorflow  # noqa: E402

path, batch, epochs = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])

start = time.perf_counter()
table = pandas.read_parquet(path) if path.endswith(".parquet") else pandas.read_csv(path, parse_dates=["date"])
table = table.dropna(subset=["delay"])
train = table.iloc[: int(len(table) * 0.7)]
date = train["date"].dt
columns = [train["distance"], date.month, date.weekday, date.hour]
numbers = numpy.stack([column.to_numpy("float32", na_value=numpy.nan) for column in columns], axis=1)
means = numpy.nanmean(numbers, axis=0, dtype="float64")
numbers = numpy.where(numpy.isnan(numbers), means, numbers)
numbers = ((numbers - means) / numbers.std(axis=0, dtype="float64")).astype("float32")
inputs = {"inputs": numbers}
for name in ["origin", "destination"]:
    inputs[name] = train[name].astype("category").cat.codes.to_numpy("int32")[:, None]
dataset = tensorflow.data.Dataset.from_tensor_slices((inputs, train["delay"].to_numpy("float32")))
dataset = dataset.shuffle(len(train), seed=1).batch(batch).prefetch(tensorflow.data.AUTOTUNE)
ready = time.perf_counter() - start
seconds = []
for _ in range(epochs):
    start = time.perf_counter()
    batches = iter(dataset)
    rows = sum(len(targets) for _, targets in batches)
    seconds.append(time.perf_counter() - start)
    # A thread of tf.data's that sleeps for up to 1.3 s is waited for at the end of an iterator, which is no part of giving rows.
    del batches
versions = {"pandas": pandas.__version__, "tensorflow": tensorflow.__version__}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
print(json.dumps({"ready": ready, "epochs": seconds, "rows": rows, "all": len(table), "peak": peak, "versions": versions}))
