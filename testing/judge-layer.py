# Judges one layer. `input`: layer, line (the same in Python), inputs [{shape, dtype, values, mask}], weights [{shape, values}], projection {shape, values},
# training, draws (the uniform numbers that dropout used, in order). `output`: what Keras computes for the same.
from keras.src import backend


def tensor(it):
    return np.asarray(it["values"], dtype=it.get("dtype", "float32")).reshape(it["shape"])


def revive(value):
    """A KerasObject, at any depth, to what keras.saving reads."""
    if isinstance(value, list):
        return [revive(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "className" not in value:
        return {key: revive(each) for key, each in value.items()}
    return {
        "module": value["module"],
        "class_name": value["className"],
        "config": revive(value["config"]),
        "registered_name": None,
    }


class Draws:
    """Stands in for the random numbers of dropout, so that both sides drop the same."""

    def __init__(self, values, used):
        self.used = used
        self.values = np.asarray(values, dtype="float32")
        self.at = 0

    def dropout(self, inputs, rate, noise_shape=None, seed=None):
        if not self.used:  # RNN layers draw in use too, and let it be
            return inputs
        if rate >= 1:  # needs no numbers
            return inputs * 0
        shape = tuple(inputs.shape)
        count = int(np.prod(shape))
        uniform = self.values[self.at : self.at + count].reshape(shape)
        assert uniform.size == count, "dropout needs more numbers than were drawn"
        self.at += count
        return inputs * np.where(uniform >= rate, 1 / (1 - rate), 0).astype("float32")


layer = keras.layers.deserialize(revive({"module": "keras.layers", **input["layer"]}))


def described(layer):
    return {key: value for key, value in layer.get_config().items() if key != "name"}


from_line = eval(input["line"], {"keras": keras})
assert described(from_line) == described(layer), f"{input['line']} gives {described(from_line)}, not {described(layer)}"
missing = [key for key, value in input["layer"]["config"].items() if value is not None and key not in described(layer)]
assert not missing, f"Keras does not keep {missing}"
arrays = [jnp.asarray(tensor(it)) for it in input["inputs"]]
masks = [None if it["mask"] is None else jnp.asarray(tensor(it["mask"]), dtype=bool) for it in input["inputs"]]
floats = [i for i, it in enumerate(input["inputs"]) if it["dtype"] == "float32"]


def fed(values):
    for value, mask in zip(values, masks):
        if mask is not None:
            backend.set_keras_mask(value, mask)
    return values[0] if len(values) == 1 else values


def named_weights(layer):
    """The weights by their names; where those stand more than once, with the layer inside that has each."""
    names = [w.name for w in layer.weights]
    if len(set(names)) < len(names):
        inner = [each for each in vars(layer).values() if isinstance(each, keras.layers.Layer)]
        holders = {id(w): each.name for each in inner for w in each.weights}
        names = [f"{holders[id(w)]}/{w.name}" for w in layer.weights]
    return [{"name": name, "shape": list(w.shape)} for name, w in zip(names, layer.weights)]


real_dropout = backend.random.dropout
try:
    symbols = [keras.Input(batch_shape=a.shape, dtype=it["dtype"]) for a, it in zip(arrays, input["inputs"])]
    layer(symbols[0] if len(symbols) == 1 else symbols)  # builds it
    weights = [jnp.asarray(tensor(it)) for it in input["weights"]]
    named = named_weights(layer)
    assert [list(w.shape) for w in weights] == [each["shape"] for each in named], (named, [w.shape for w in weights])
    for variable, value in zip(layer.weights, weights):
        variable.assign(value)
    projection = jnp.asarray(tensor(input["projection"]))

    def compute(weights, values):
        draws = Draws(input["draws"], input["training"])
        backend.random.dropout = draws.dropout
        inputs = list(arrays)
        for i, value in zip(floats, values):
            inputs[i] = value
        others = [v.value for v in layer.non_trainable_variables]
        # Called as a model calls it, so that masks travel with the tensors.
        with keras.StatelessScope(
            state_mapping=list(zip(layer.trainable_variables, weights)) + list(zip(layer.non_trainable_variables, others)),
            collect_losses=True,
        ) as scope:
            y = layer(fed(inputs), training=input["training"])
            losses = list(scope.losses) + [
                v.regularizer(v) for v in layer.trainable_variables if v.regularizer is not None
            ]
        assert draws.at == len(draws.values), f"dropout used {draws.at} of {len(draws.values)} numbers"
        assert list(y.shape) == list(projection.shape), f"Keras gives {y.shape}"
        added = sum(losses) if losses else jnp.float32(0)
        updated = [scope.get_current_value(v) for v in layer.non_trainable_variables if "seed" not in v.path]
        return jnp.sum(y * projection) + added, (y, added, backend.get_keras_mask(y), updated)

    gradients = jax.jit(jax.value_and_grad(compute, argnums=(0, 1), has_aux=True))
    trained = weights[: len(layer.trainable_variables)]
    (total, (y, added, mask, updated)), (dweights, dinputs) = gradients(trained, [arrays[i] for i in floats])
finally:
    backend.random.dropout = real_dropout

output = {
    "shape": list(y.shape),
    "dtype": str(y.dtype),
    "parameters": int(layer.count_params()),
    "weights": named,
    "mask": None if mask is None else {"shape": list(mask.shape), "values": np.asarray(mask).astype("int32").ravel()},
    "values": np.asarray(y).ravel(),
    "added": float(added),
    "updated": [np.asarray(value).ravel() for value in updated],
    "weightGradients": [np.asarray(g).ravel() for g in dweights],
    "inputGradients": [np.asarray(g).ravel() for g in dinputs],
}
