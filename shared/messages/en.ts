/**
 * Problems in a graph, its data or its files. Each names the thing, says what was expected and ends in what was received.
 * Other languages have the same keys.
 */
export const problems = {
  // shapes
  'rank-expected': '{type} needs {expected} dimensions, {form}. Received: {received}.',
  'row-expected': '{type} needs at least one dimension. Received: {received}.',
  'kernel-larger-than-input':
    '{type} slides a window of {window} over the input, so the input must be at least as large. Received: {received}.',
  'whole-numbers-expected': '{type} looks up rows by whole numbers (int32). Received: {received}.',
  'numbers-expected':
    '{type} computes with decimal numbers (float32); put an Embedding before it. Received: {received}.',
  'sequence-too-long':
    '{type} knows {expected} places, so a sequence can be no longer than that. Received: {received}.',
  'axis-expected': '{type} is set to the dimension {axis} of each sample, so there must be one. Received: {received}.',
  'size-expected':
    '{type} keeps every number of a sample, so the sizes of its target shape must multiply to {expected}. Received: {received}.',
  'order-expected': '{type} orders {expected}, so its input must have as many. Received: {received}.',
  'features-expected': '{type} repeats one row of features, so its input must have 1 dimension. Received: {received}.',
  'nothing-left':
    '{type} cuts off {cut} and must leave something, so the input must be larger than that. Received: {received}.',
  'crop-too-large':
    '{type} cuts {size} out of a picture, so that must be at least as large; Resizing makes pictures larger. Received: {received}.',
  'softmax-masked':
    'Softmax cannot leave out padding, nor can that of Keras. Use an Activation set to softmax, or an input without mask. Received: {received}.',
  'both-ways': '{type} reads both ways by itself. Expected: {layer} without "Go backwards". Received: {layer} with it.',
  'steps-expected':
    '{type} works on each step of a sequence, so it needs at least 2 dimensions, time first. Received: {received}.',
  'mask-of-steps':
    '{type} hands on a mask only where its input is time×features; switch off "Mask zero" of the Embedding before it. Received: {received} with a mask.',
  'activity-inside':
    '{type} makes nothing of an activity regularizer, as in Keras. Expected: {layer} without one. Received: {layer} with one.',
  'inputs-too-few': '{type} needs two or more inputs. Received: {received}.',
  'inputs-differ': '{type} needs inputs of one shape. Expected: {expected}. Received: {received}.',
  'inputs-differ-beside':
    '{type} along axis {axis} needs inputs that differ in that dimension alone. Expected: like {expected}. Received: {received}.',
  'dot-sizes': '{type} needs the same size along both axes. Expected: {expected}. Received: {received}.',
  'axis-unknown':
    '{type} needs an axis from 1 to {dimensions}, or from -{dimensions} to -1, which count from the end. Received: {received}.',
  'keys-for-values':
    '{type} needs a key for each value, so both must have as many steps. Expected: {expected}. Received: {received}.',
  'keys-like-queries':
    '{type} compares keys with queries, so both must have as many features. Expected: {expected}. Received: {received}.',
  'groups-uneven':
    '{type} splits channels and filters into {groups} groups, so both must be divisible by it. Received: {received}.',
  'channels-uneven':
    '{type} splits the channels into {groups} groups, so their number must be divisible by it. Received: {received}.',
  'strides-with-dilation':
    '{type} can use strides or dilation above 1, not both. Received: strides {strides}, dilation {dilation}.',
  'output-padding-too-large':
    '{type} adds output padding where strides leave room, so it must be less than the strides. Received: output padding {outputPadding}, strides {strides}.',
  'output-empty':
    '{type} needs an output of at least one point; a larger output padding, or none, gives one. Received: {received}.',
  // graph
  'input-missing': '{type} needs a wire into its input. Received: no wire.',
  'port-missing': '{type} needs a wire into its input "{port}". Received: no wire.',
  'output-unused': 'Nothing uses what {type} gives. Wire it to a block that leads to an Output. Received: no wire.',
  'several-wires': '{type} takes one wire at its input "{port}". Received: {received}.',
  'port-unknown': 'A wire ends at the port "{port}" of {type}. Expected: {expected}. Received: "{port}".',
  'wire-end-missing': 'A wire needs a block at both ends. Received: {received}.',
  cycle: 'A wire leads back into an earlier block, and a network must go one way. Received: {received}.',
  'group-graph':
    'A group holds a graph of the project, and none that it stands in itself. Expected: a graph. Received: {received}.',
  'group-port-outside':
    'A port stands in the graph of a group. Expected: an Output, where the model ends. Received: a port of a group.',
  'group-port': 'Nothing is wired into this port of the group. Expected: a wire. Received: none.',
  'block-unknown':
    'This version of Layerloom has no block "{received}". It is kept as it is, and the model cannot train with it.',
  'param-invalid': '{type}: {param} must be {expected}. Received: {received}.',
  'model-empty': 'The model has no blocks. Expected: at least an Input and an Output. Received: an empty canvas.',
  'no-input': 'The model has no Input. Expected: at least one. Received: none.',
  'no-output': 'The model has no Output. Expected: at least one, where the loss is measured. Received: none.',
  'name-taken':
    'Two blocks have the name "{received}". Expected: a name of its own for each, or none. Received: "{received}" twice.',
  // loss and metrics
  'loss-classes': '{loss} compares a score for each class, so it needs 2 or more outputs. Received: {received}.',
  'loss-shape':
    '{loss} compares the output with the target, so both need the same shape. Expected: {expected}. Received: {received}.',
  'loss-probabilities':
    '{loss} expects probabilities between 0 and 1, and {type} gives {received}. Set its activation to {activation}, or the loss to "from logits". Received: {received}.',
  'loss-logits':
    '{loss} is set to "from logits" and expects unbounded scores. Set the activation to linear. Received: {received}.',
  'loss-softmax':
    '{loss} is set to "from logits" and expects unbounded scores. Take the Softmax before it away, or set the loss to not "from logits". Received: {received}.',
  'metric-shape': '{metric} does not fit this output. Expected: {expected}. Received: {received}.',
  // data
  'data-input-shape': 'The data has the shape {expected} for this Input. Received: {received}.',
  'data-input-dtype': 'The data gives {expected} for this Input. Received: {received}.',
  'data-input-missing':
    'The data has no input named "{name}" for this block. Expected: {expected}. Received: "{name}".',
  'data-target-missing':
    'The data has no target named "{name}" for this block. Expected: {expected}. Received: "{name}".',
  'data-classes':
    'The output has {received} units, and the target {target} has {expected} classes. Received: {received}.',
  'data-loss': '{loss} does not fit the target {target}, which is {kind}. Expected: {expected}. Received: {loss}.',
  'data-vocabulary':
    'The data has token numbers up to {expected}, and {type} has rows for fewer. Received: {received}.',
} as const;

/** Why an engine runs or does not; shown beside its name. */
export const engineMessages = {
  'asked-for': 'Chosen in the training settings.',
  'best-available': 'The best engine that runs on this computer.',
  'not-started': 'The engine {engine} did not start: {problem}',
  'self-test-failed':
    'The engine {engine} is not used, because its gradients differ from what its own forward passes show. Received: {received}.',
  'none-left': 'No engine can train on this computer. {reasons}',
  'asked-not-there': '{reasons} To train without it, choose another engine, or auto.',
  'to-do': 'What to do: {remedy}.',
  'passed-over': 'The engine {engine} was passed over: {problem}',
  // TensorFlow
  'no-nvidia':
    'No graphics card of NVIDIA with its driver was found, so this engine would compute on the processor, as tensorflow does. Expected: the driver of NVIDIA. Received: no {received}.',
  'device-thread': 'CPU, 1 thread',
  'device-threads': 'CPU, {threads} threads',
  'device-further': '{device}, {further}',
  'device-no-gpu': '{device}; TensorFlow found no graphics card that it can use',
  'other-tensorflow':
    'The engine {engine} has been loaded in this process, and TensorFlow can be loaded once. Start again to use another.',
  // the graphics card
  'no-adapter': 'No graphics card that WebGPU can use was found.',
  'no-adapter-linux':
    'Install the Vulkan loader and the Vulkan driver of the graphics card (Debian and Ubuntu: libvulkan1 and mesa-vulkan-drivers, or the driver of NVIDIA)',
  'no-adapter-other': 'Install the newest driver of the graphics card, or use another engine',
  'no-device': 'The driver of the graphics card gives no device. Expected: a device of {name}. Received: {received}',
  'software-adapter': 'software, no GPU: {name}',
  'software-only':
    'No graphics card was found, and a program on the processor stands in for one. It is slower than wasm, so only a project that names webgpu trains on it.',
  'device-lost':
    'The graphics card was lost: its driver stopped, was updated, or the card was taken away. The project is untouched, and the checkpoints up to then are kept. Train again, with a smaller batch size if it happens again. Received: {received}',
  'webgpu-electron': 'WebGPU does not run inside Electron, whose processes cannot share memory with its library.',
  'webgpu-electron-remedy':
    'Train from a terminal ("layerloom train"), or open Layerloom in a browser: both run on Node.js, where WebGPU works',
  'webgpu-not-loaded': 'The WebGPU library does not load on this system. Received: {received}',
  'webgpu-other': 'Use another engine on this system',
  traced: 'Each training step runs as one TensorFlow graph.',
  'not-traced': '{use} of {rows} rows runs operation by operation, because its graph could not be used: {problem}.',
  'use-train': 'Training',
  'use-evaluate': 'Evaluation',
  'use-predict': 'Prediction',
} as const;
