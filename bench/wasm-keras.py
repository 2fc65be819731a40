"""One epoch of the chapter's CNN on MNIST in Keras 3: `python wasm-keras.py FOLDER BATCH`, with the four IDX files in FOLDER.

The last line printed is JSON: `seconds` of the first epoch with its validation, as a user gets it; `warm` of a second one, when the
graph is traced already; `accuracy` on all 10,000 test images after the first epoch; `versions`.
"""
import json
import os
import sys
import time

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
import numpy as np  # noqa: E402

folder, batch = sys.argv[1], int(sys.argv[2])


def images(part):
    values = np.fromfile(os.path.join(folder, f"{part}-images-idx3-ubyte"), dtype=np.uint8, offset=16)
    return (values.reshape(-1, 28, 28, 1) / 255).astype("float32")


def labels(part):
    return np.fromfile(os.path.join(folder, f"{part}-labels-idx1-ubyte"), dtype=np.uint8, offset=8).astype("int32")


x, y = images("train"), labels("train")
x_rest, y_rest = images("t10k"), labels("t10k")
half = len(x_rest) // 2
# As many as ours validates on. The halves of the test images differ in difficulty, so accuracy is measured on both.
validation = (x_rest[:half], y_rest[:half])

keras.utils.set_random_seed(1)
layers = keras.layers
model = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dense(10),
    ]
)
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(keras.optimizers.Adam(), loss, metrics=["accuracy"])


def epoch():
    start = time.perf_counter()
    model.fit(x, y, batch_size=batch, epochs=1, validation_data=validation, verbose=0)
    return time.perf_counter() - start


seconds = epoch()
accuracy = model.evaluate(x_rest, y_rest, verbose=0, return_dict=True)["accuracy"]
warm = epoch()
versions = {"keras": keras.__version__, "backend": keras.backend.backend(), "numpy": np.__version__}
if keras.backend.backend() == "tensorflow":
    import tensorflow

    versions["tensorflow"] = tensorflow.__version__
print(json.dumps({"seconds": seconds, "warm": warm, "accuracy": accuracy, "versions": versions}))
