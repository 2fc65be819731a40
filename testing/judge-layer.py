# Judges one layer. `input`: layer (with how it is called), line (the same in Python), inputs [{shape, dtype, values, mask}], weights [{shape, values}], projection {shape, values},
# training, draws (the uniform numbers that dropout, noise and augmentation used, in order). `output`: what Keras computes for the same.
import importlib
import json

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
        "registered_name": registered_name(value["module"], value["className"]),
    }


class Draws:
    """Stands in for the random numbers of dropout, noise and augmentation, so that both sides draw the same."""

    def __init__(self, values, used):
        self.used = used
        self.values = np.asarray(values, dtype="float32")
        self.at = 0

    def dropout(self, inputs, rate, noise_shape=None, seed=None):
        if not self.used:  # RNN layers draw in use too, and let it be
            return inputs
        if rate >= 1:  # needs no numbers
            return inputs * 0
        uniform = self.take(inputs.shape if noise_shape is None else noise_shape)
        return inputs * np.where(uniform >= rate, 1 / (1 - rate), 0).astype("float32")

    def normal(self, shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
        limit = 1 - 2**-24  # beyond it there is no end
        centered = np.clip(self.take(shape) * 2 - 1, -limit, limit).astype("float32")
        return mean + stddev * np.float32(np.sqrt(2)) * jax.scipy.special.erfinv(centered)

    def uniform(self, shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
        return np.asarray(minval + self.take(shape) * (maxval - minval), dtype="float32")

    def take(self, shape):
        count = int(np.prod(shape))
        uniform = self.values[self.at : self.at + count].reshape(shape)
        assert uniform.size == count, "it needs more numbers than were drawn"
        self.at += count
        return uniform


def registered_name(module, class_name):
    package = module.split(".")[0]
    return None if package == "keras" else f"{package}>{class_name}"


package = importlib.import_module(input["layer"].get("module", "keras.layers").split(".")[0])
# A Sequential, unlike other layers, has to have a name.
given = {"module": "keras.layers", **input["layer"], "config": {"name": "subject", **input["layer"]["config"]}}
layer = keras.layers.deserialize(revive(given))


def described(layer):
    """The arguments of a layer as a file has them, which knows no tuples."""
    config = json.loads(json.dumps(layer.get_config()))
    return without_seeds({key: value for key, value in config.items() if key != "name"})


def without_seeds(value):
    """A RandomCrop that is given no seed makes one up, each another."""
    if isinstance(value, list):
        return [without_seeds(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {key: without_seeds(each) for key, each in value.items() if key != "seed"}


from_line = eval(input["line"], {"keras": keras, package.__name__: package})
assert described(from_line) == described(layer), f"{input['line']} gives {described(from_line)}, not {described(layer)}"
missing = [key for key, value in input["layer"]["config"].items() if value is not None and key not in described(layer)]
assert not missing, f"Keras does not keep {missing}"
arrays = [jnp.asarray(tensor(it)) for it in input["inputs"]]
masks = [None if it["mask"] is None else jnp.asarray(tensor(it["mask"]), dtype=bool) for it in input["inputs"]]
floats = [i for i, it in enumerate(input["inputs"]) if it["dtype"] == "float32"]


call = input["layer"].get("call")
in_call = {} if call is None else call["arguments"]


def arguments(values):
    """One input, a list of them, or each as an argument of its own."""
    apart = call is not None and call["inputs"] is not None
    return values if apart or len(values) == 1 else [values]


def fed(values):
    for value, mask in zip(values, masks):
        if mask is not None:
            backend.set_keras_mask(value, mask)
    return arguments(values)


def named_weights(layer):
    """The weights by their names; where those stand more than once, with the layer inside that has each."""
    names = [w.name for w in layer.weights]
    if len(set(names)) < len(names):
        inner = [each for each in vars(layer).values() if isinstance(each, keras.layers.Layer)]
        holders = {id(w): each.name for each in inner for w in each.weights}
        names = [f"{holders[id(w)]}/{w.name}" for w in layer.weights]
    return [{"name": name, "shape": list(w.shape)} for name, w in zip(names, layer.weights)]


real_draws = backend.random.dropout, backend.random.normal, backend.random.uniform
try:
    symbols = [keras.Input(batch_shape=a.shape, dtype=it["dtype"]) for a, it in zip(arrays, input["inputs"])]
    layer(*arguments(symbols), **in_call)  # builds it
    weights = [jnp.asarray(tensor(it)) for it in input["weights"]]
    named = named_weights(layer)
    assert [list(w.shape) for w in weights] == [each["shape"] for each in named], (named, [w.shape for w in weights])
    for variable, value in zip(layer.weights, weights):
        variable.assign(value)
    projection = jnp.asarray(tensor(input["projection"]))

    def compute(weights, values):
        draws = Draws(input["draws"], input["training"])
        backend.random.dropout, backend.random.normal, backend.random.uniform = draws.dropout, draws.normal, draws.uniform
        inputs = list(arrays)
        for i, value in zip(floats, values):
            inputs[i] = value
        others = [v.value for v in layer.non_trainable_variables]
        # Called as a model calls it, so that masks travel with the tensors.
        with keras.StatelessScope(
            state_mapping=list(zip(layer.trainable_variables, weights)) + list(zip(layer.non_trainable_variables, others)),
            collect_losses=True,
        ) as scope:
            y = layer(*fed(inputs), training=input["training"], **in_call)
            losses = list(scope.losses) + [
                v.regularizer(v) for v in layer.trainable_variables if v.regularizer is not None
            ]
        assert draws.at == len(draws.values), f"Keras used {draws.at} of {len(draws.values)} numbers"
        assert list(y.shape) == list(projection.shape), f"Keras gives {y.shape}"
        added = sum(losses) if losses else jnp.float32(0)
        updated = [scope.get_current_value(v) for v in layer.non_trainable_variables if "seed" not in v.path]
        return jnp.sum(y * projection) + added, (y, added, backend.get_keras_mask(y), updated)

    gradients = jax.value_and_grad(compute, argnums=(0, 1), has_aux=True)
    if all(each.supports_jit for each in layer._flatten_layers()):
        gradients = jax.jit(gradients)
    trained = weights[: len(layer.trainable_variables)]
    (total, (y, added, mask, updated)), (dweights, dinputs) = gradients(trained, [arrays[i] for i in floats])
finally:
    backend.random.dropout, backend.random.normal, backend.random.uniform = real_draws

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
