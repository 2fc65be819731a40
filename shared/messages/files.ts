/** Files and folders that cannot be read or written, in English. Each names the file and ends in what was received. */
export const fileMessages = {
  'not-ours':
    '{file} is not a Layerloom file. Expected: "app": "layerloom" at its top level. Received: something else.',
  'too-new':
    '{file} was written by a newer Layerloom. Expected: version {expected} or older. Received: version {received}.',
  broken:
    '{file} cannot be read, so nothing was opened or changed. At {where}: expected {expected}. Received: {received}.',
  'folder-missing':
    'There is no folder {file}. Expected: a project folder with model.json in it. Received: nothing at that path.',
  'folder-not-project': '{file} is not a project folder. Expected: model.json in it. Received: a folder without one.',
  'file-missing':
    'The project {project} has no {file}. Expected: model.json, data.json, training.json and layout.json. Received: no {file}.',
  'not-written': '{file} could not be written, and what was there before is still whole. Received: {received}.',
  'not-readable': '{file} could not be read. Received: {received}.',
  'refused-read': '{file} could not be read: {why}. Received: {received}.',
  'refused-written': '{file} could not be written: {why}. Received: {received}.',
  'not-json': '{file} is not sound: JSON was expected. Received: {received}.',
  unsound: '{file} is not sound. Received: {received}.',
  'not-folder': '{file} cannot be a project folder. Expected: a folder or a new name. Received: a file.',
  'folder-taken':
    '{file} has files that are not a Layerloom project. Expected: a new or empty folder, or a project. Received: a folder with {received}.',
  'changed-on-disk':
    '{file} was changed by another program or window, so nothing was written. Expected: the files as they were read. Received: others.',
  'version-broken': '{file} is not a whole version of a project. Received: {received}.',
  'draft-broken': '{file} is not a whole draft of a project. Received: {received}.',
  'draft-missing':
    'There is no draft {received} any more. Expected: one that no window has restored or discarded. Received: none.',
  'template-unknown': 'There is no starter named "{received}". Expected: {expected}. Received: "{received}".',
  // weights
  'tensors-short': '{file} is not sound: a safetensors file has at least 8 bytes. Received: {received}.',
  'tensors-header-long':
    '{file} is not sound: a safetensors header has at most 100 million bytes. Received: {received}.',
  'tensors-header-cut':
    '{file} is not sound: the file is cut off; its header ends at byte {end}. Received: {received}.',
  'tensors-entry':
    '{file} is not sound: "{name}" in the header is a tensor with dtype, shape and data_offsets. Received: {received}.',
  'tensors-type': '{file} is not sound: the tensor "{name}" has one of the types {expected}. Received: {received}.',
  'tensors-size':
    '{file} is not sound: the tensor "{name}" of shape {shape} and type {type} has {expected} bytes. Received: {received}.',
  'tensors-gap':
    '{file} is not sound: the tensor "{name}" begins where the one before it ends, at byte {expected}. Received: {received}.',
  'tensors-cut': '{file} is not sound: the file is cut off; its tensors end at byte {end}. Received: {received}.',
  'tensors-more': '{file} is not sound: the file ends with its tensors, at byte {end}. Received: {received}.',
  'tensors-header-json': '{file} is not sound: its header is JSON. Received: {received}.',
  'tensors-header-list': '{file} is not sound: its header lists tensors by name. Received: {received}.',
  untitled: 'untitled',
} as const;
