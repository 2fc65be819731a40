/** What installing, copying and removing engine packs says to people, in English: why it came to nothing, and what to do. */
export const packMessages = {
  // this system
  'no-wheel':
    'TensorFlow publishes no library for this system that an engine could be built with. Expected: {expected}. Received: {received}.',
  'no-wheel-windows':
    "TensorFlow's Windows package has its library only inside its Python module, so no engine can be built with it. Expected: {expected}. Received: {received}.",
  'no-wheel-musl':
    'TensorFlow publishes nothing for systems with musl, such as Alpine. Expected: a Linux with glibc. Received: {received}.',
  'no-wheel-gpu':
    'TensorFlow publishes its build for graphics cards of NVIDIA for Linux on x64 alone. Expected: linux x64. Received: {received}.',
  'use-another': 'Use another engine on this system',
  'use-wasm': 'Use the engine wasm on this system',
  'use-wsl': 'Use the engine wasm, or run Layerloom in WSL, where Windows runs Linux programs',
  'python-missing': 'Python 3 was not found. Expected: Python 3.8 or newer with pip. Received: {received}.',
  'pip-missing': '{python} has no pip. Expected: Python 3.8 or newer with pip. Received: Python {version} without it.',
  'compiler-missing': 'No C++ compiler was found. Expected: {expected}. Received: {received}.',
  'install-python': 'Install Python 3 with pip',
  'install-pip': 'Install pip for Python 3',
  'install-compiler': 'Install g++ and make',
  'install-build-tools': 'Install "Visual Studio Build Tools" with "Desktop development with C++"',
  // before it starts
  busy: 'Another program installs, copies or removes an engine pack at the moment. Wait for its end. Received: process {process} on {host}, {action} {engine} since {since}.',
  'lock-lost':
    'Another program has taken over the folder of engine packs, so this one stopped. Received: process {process} on {host}.',
  'disk-space': 'The disk has too little room for it. Expected: {expected} free at {folder}. Received: {received}.',
  'room-needed':
    'Installing it fetches about {fetched}, needs {free} free meanwhile and keeps {kept}. Exported it is a file of about {file}.',
  // the download
  'index-empty':
    "The package index that this machine's pip uses has no {package} {version} for this system. {advice} Received: {received}",
  'index-advice':
    '"{pip} config list" shows the settings of pip; set an index that has it, or import a pack from another machine with "layerloom engines import FILE".',
  'index-unreachable':
    "The package index that this machine's pip uses could not be reached. {advice} Received: {received}",
  'download-failed': 'pip did not download {package} {version}. Received: {received}',
  'disk-full':
    'The disk is full. Expected: {expected} free at {folder}. What was begun is removed. Received: {received}',
  // the wheel
  'wheel-unreadable':
    '{file} is not a package of Python that can be read, and is removed. Run the install again. Received: {received}.',
  'wheel-changed':
    '{file} has not the content that its own list says, and is removed. Run the install again. Expected: {expected} for {entry}. Received: {received}.',
  'wheel-lacks': '{file} has no {entry}. Expected: {expected}. Received: a package without it.',
  // the build
  'build-failed': 'The compiler did not build the engine. The last lines of its output: {received}',
  'headers-failed':
    'The headers of Node.js could not be downloaded. Install the headers of Node.js {version} and set their folder: npm config set nodedir FOLDER. The last lines: {received}',
  'proof-failed': 'The engine was built and does not load, so it was not kept. Received: {received}',
  'proof-version':
    'The engine was built and loads another TensorFlow, so it was not kept. Expected: {expected}. Received: {received}.',
  // a pack on disk
  'file-lost': 'The pack of {engine} is damaged. Expected: {file} in it. Received: no such file.',
  'file-size': 'The pack of {engine} is damaged. Expected: {expected} bytes in {file}. Received: {received}.',
  'file-changed':
    'The pack of {engine} is damaged: {file} was changed. Expected: SHA-256 {expected}. Received: {received}.',
  'file-kind': 'The pack of {engine} is damaged. Expected: a file {file}. Received: something else.',
  'other-machine': 'The pack of {engine} is for another system. Expected: {expected}. Received: {received}.',
  'other-version':
    'The pack of {engine} is from another version of Layerloom. Expected: TensorFlow {expected}. Received: {received}.',
  'other-contents':
    'The pack of {engine} is from another version of Layerloom. Expected: a pack of version {expected}. Received: version {received}.',
  'not-installed': 'Not installed.',
  'no-card':
    'No graphics card of NVIDIA was found on this computer, so it would compute on the processor, as tensorflow does. Install it only to export its pack for a computer with such a card.',
  'install-it': 'layerloom engines install {engine}',
  'first-then': '{first}, then {next}',
  'nothing-installed':
    'There is no pack of {engine} here. Expected: an installed engine. Received: nothing at {folder}.',
  // copying
  'export-taken':
    'There is something at {file} already, and it is left as it is. Expected: a new name. Received: {received}.',
  'not-a-pack-file':
    '{file} is not an engine pack. Expected: a file written by "layerloom engines export". Received: {received}.',
  'pack-file-entry':
    '{file} is not a sound engine pack, and nothing of it was kept. Expected: {expected}. Received: {received}.',
  cancelled: 'Cancelled. Nothing half-made is left.',
} as const;
