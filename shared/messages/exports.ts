/** What exporting a model says to people: what a format cannot express, and why a file was not written. */
export const exportMessages = {
  // what a format cannot express
  'tfjs-layer': 'TensorFlow.js has no layer {type}, which "{name}" is. Received: {type}.',
  'tfjs-layer-inside': 'TensorFlow.js has no layer {type}, which "{name}" has inside. Received: {type}.',
  'tfjs-argument':
    'TensorFlow.js cannot express {argument} of "{name}" as it is set. Expected: {expected}. Received: {received}.',
  'tfjs-reset-after':
    'TensorFlow.js has only the older GRU, whose reset gate acts before the product with the memory. Switch off "Reset after" of "{name}" and train again. Expected: reset_after=False. Received: reset_after=True.',
  'tfjs-activation':
    'TensorFlow.js has no activation {received} with the formula of Keras, which "{name}" uses. Expected: one of {expected}. Received: {received}.',
  'tfjs-mask':
    'In TensorFlow.js "{name}" ({type}) cannot follow a block that hides padding. Switch off "Mask zero" of the Embedding before it and train again. Expected: an input without mask. Received: a masked input.',
  'tfjs-mask-inside':
    'TensorFlow.js shows {type}, which "{name}" has inside, the masks of other blocks. Switch off "Mask zero" of each Embedding, or take Masking away, and train again. Expected: a model without masks. Received: a mask of "{received}".',
  'tfjs-dimensions':
    'TensorFlow.js computes "{name}" ({type}) for inputs of at most {expected} dimensions. Received: {received}.',
  // why nothing was written
  'cannot-express': 'This model cannot be written as {format}. {problems}',
  'folder-missing': 'An export needs a folder to go to. Expected: {folder}. Received: no such folder.',
  'target-taken':
    'There is something else at {path}, and it is left as it is. Expected: a new name, or an earlier export as {format}. Received: {received}.',
  'target-ending': 'An export as {format} has the ending {expected}. Received: {received}.',
  'read-back-failed':
    'The export was written and could not be read back, so it was not kept. Expected: {format} that opens. Received: {received}',
  'python-failed': 'Python could not run the model. Received: {received}',
  'answers-not-finite':
    "The model's own answers are no numbers, so that nothing can be compared and the export was not kept. Expected: numbers on all {rows} rows. Received: others on {received} of them.",
  'not-equal':
    'The export was written and read back, and its answers differ from the engine, so it was not kept. Expected: a difference below {expected} on {rows} rows. Received: {received} ({reader}).',
} as const;
