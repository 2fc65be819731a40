"""Reads a folder of images with `keras.utils.image_dataset_from_directory`: `python images.py FOLDER SIZE MODE BATCH EPOCHS`.

The last line printed is JSON: `listing`, seconds until the dataset is there; `epochs`, seconds of each until its last batch is
there; `processor`, milliseconds of processor time that an image of the first one takes, in all threads; `images` of an epoch; `versions`.
"""
import json
import os
import sys
import time

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
import tensorflow  # noqa: E402

folder, size, mode, batch, epochs = sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]), int(sys.argv[5])

start = time.perf_counter()
dataset = keras.utils.image_dataset_from_directory(
    folder, image_size=(size, size), color_mode=mode, batch_size=batch, shuffle=True, seed=1, verbose=False
)
listing = time.perf_counter() - start
seconds = []
for _ in range(epochs):
    start, before = time.perf_counter(), time.process_time()
    batches = iter(dataset)
    images = sum(len(labels) for _, labels in batches)
    seconds.append(time.perf_counter() - start)
    if len(seconds) == 1:
        processor = (time.process_time() - before) / images * 1000
    # A thread of tf.data's that sleeps for up to 1.3 s is waited for at the end of an iterator, which is no part of giving images.
    del batches
versions = {"keras": keras.__version__, "tensorflow": tensorflow.__version__}
print(json.dumps({"listing": listing, "epochs": seconds, "images": images, "processor": processor, "versions": versions}))
