// Loaded before an engine's own program, by NODE_OPTIONS=--import: makes runs of TensorFlow's graphs fail, as they do where memory or a device is lost.
// LAYERLOOM_TEST_SESSION_RUNS is how many go well before that; with LAYERLOOM_TEST_ALL_FAIL single operations fail then, too.
const allowed = Number(process.env.LAYERLOOM_TEST_SESSION_RUNS);
const allFail = process.env.LAYERLOOM_TEST_ALL_FAIL !== undefined;
const { dlopen } = process;
let runs = 0;

process.dlopen = function open(module, file, ...rest) {
  dlopen.call(this, module, file, ...rest);
  if (!file.endsWith('tfjs_binding.node')) return;
  const binding = module.exports;
  const failing = {
    runSavedModel(id, inputs, inputNames, outputNames) {
      // Other runs load and read variables.
      if (outputNames === 'numbers:0' && ++runs > allowed) throw new Error('the device is gone');
      return binding.runSavedModel(id, inputs, inputNames, outputNames);
    },
    executeOp(...operation) {
      if (allFail && runs > allowed) throw new Error('nothing can be computed');
      return binding.executeOp(...operation);
    },
  };
  // Not a proxy of the binding itself: its properties cannot be replaced.
  module.exports = new Proxy({}, { get: (_target, key) => failing[key] ?? binding[key] });
};
