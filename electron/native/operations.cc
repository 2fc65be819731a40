// Operations that an engine pack adds to TensorFlow, by its C interface for them (tensorflow/c/ops.h), and the functions of this library
// for JavaScript. TensorFlow knows the operations as soon as the library is loaded.
#include <node_api.h>

#include <string>
#include <vector>

#include "loops.h"
#include "run.h"
#include "tensorflow/c/ops.h"
#include "threads.h"

namespace layerloom {
namespace {

// --- How TensorFlow learns of them ------------------------------------------------------------------------------------------------

/** Shapes are checked when an operation runs. */
void unknown_shapes(TF_ShapeInferenceContext* context, TF_Status* status) {
  TF_ShapeInferenceContextSetUnknownShape(context, status);
}

/** The first two gradients have the shapes of what they are the gradients of, which comes first. */
void gradient_shapes(TF_ShapeInferenceContext* context, TF_Status* status) {
  unknown_shapes(context, status);
  TF_ShapeHandle* const shape = TF_NewShapeHandle();
  for (int index = 0; index < 2 && TF_GetCode(status) == TF_OK; index++) {
    TF_ShapeInferenceContextGetInput(context, index, shape, status);
    if (TF_GetCode(status) == TF_OK) TF_ShapeInferenceContextSetOutput(context, index, shape, status);
  }
  TF_DeleteShapeHandle(shape);
}

void* make_attributes(TF_OpKernelConstruction* construction) {
  Attributes* const attributes = new Attributes;
  TF_Status* const status = TF_NewStatus();
  const auto has = [&](const char* name) {
    return TF_GetCode(status) == TF_OK && TF_OpKernelConstruction_HasAttr(construction, name, status);
  };
  const auto read = [&](const char* name, bool* to) {
    TF_Bool value = 0;
    if (has(name)) TF_OpKernelConstruction_GetAttrBool(construction, name, &value, status);
    *to = value != 0;
  };
  read("go_backwards", &attributes->backwards);
  read("return_sequences", &attributes->every_step);
  read("transpose_a", &attributes->transposed_left);
  read("transpose_b", &attributes->transposed_right);
  read("relu", &attributes->relu);
  if (has("axes")) TF_OpKernelConstruction_GetAttrInt32(construction, "axes", &attributes->axes, status);
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status);
  TF_DeleteStatus(status);
  return attributes;
}

void delete_attributes(void* attributes) { delete static_cast<Attributes*>(attributes); }

template <void (*compute)(Run&, const Attributes&)>
void compute_operation(void* attributes, TF_OpKernelContext* context) {
  Run run(context);
  compute(run, *static_cast<const Attributes*>(attributes));
}

struct Operation {
  const char* name;
  std::vector<const char*> inputs, outputs, attributes;
  void (*shapes)(TF_ShapeInferenceContext*, TF_Status*);
  void (*compute)(void*, TF_OpKernelContext*);
  /** It changes more than its outputs. */
  bool stateful = false;
};

/** Tells TensorFlow of an operation on the processor. Answers what went wrong, or nothing. */
std::string register_operation(const Operation& operation) {
  TF_OpDefinitionBuilder* const definition = TF_NewOpDefinitionBuilder(operation.name);
  for (const char* input : operation.inputs) TF_OpDefinitionBuilderAddInput(definition, input);
  for (const char* output : operation.outputs) TF_OpDefinitionBuilderAddOutput(definition, output);
  for (const char* attribute : operation.attributes) TF_OpDefinitionBuilderAddAttr(definition, attribute);
  TF_OpDefinitionBuilderSetIsStateful(definition, operation.stateful);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(definition, operation.shapes);
  TF_Status* const status = TF_NewStatus();
  TF_RegisterOpDefinition(definition, status);
  if (TF_GetCode(status) == TF_OK) {
    TF_KernelBuilder* const kernel =
        TF_NewKernelBuilder(operation.name, "CPU", make_attributes, operation.compute, delete_attributes);
    TF_RegisterKernelBuilder(operation.name, kernel, status);
  }
  const std::string words = TF_GetCode(status) == TF_OK ? "" : TF_Message(status);
  TF_DeleteStatus(status);
  return words;
}

std::string register_all() {
  // At most one mask: [batch, time].
  const char* const mask = "mask: masks * bool";
  const std::vector<const char*> recurrent = {"masks: int >= 0", "go_backwards: bool", "return_sequences: bool"};
  const std::vector<const char*> adam = {"weight: float",    "gradient: float",   "momentum: float",      "velocity: float",
                                         "step_size: float", "fresh_mean: float", "fresh_squares: float", "epsilon: float"};
  const std::vector<Operation> operations = {
      {"LoomLstm",
       {"projected: float", "recurrent_kernel: float", mask},
       {"output: float", "hidden: float", "cell: float", "gates: float"},
       recurrent,
       unknown_shapes,
       compute_operation<compute_lstm>},
      {"LoomLstmGrad",
       {"projected: float", "recurrent_kernel: float", "hidden: float", "cell: float", "gates: float", "d_output: float",
        mask},
       {"d_projected: float", "d_recurrent_kernel: float"},
       recurrent,
       gradient_shapes,
       compute_operation<compute_lstm_gradient>},
      {"LoomGru",
       {"projected: float", "recurrent_kernel: float", "recurrent_bias: float", mask},
       {"output: float", "hidden: float", "gates: float"},
       recurrent,
       unknown_shapes,
       compute_operation<compute_gru>},
      {"LoomGruGrad",
       {"projected: float", "recurrent_kernel: float", "hidden: float", "gates: float", "d_output: float", mask},
       {"d_projected: float", "d_recurrent_kernel: float", "d_recurrent_bias: float"},
       recurrent,
       gradient_shapes,
       compute_operation<compute_gru_gradient>},
      // At most one bias: [columns].
      {"LoomMatMul",
       {"a: float", "b: float", "bias: biases * float"},
       {"product: float"},
       {"biases: int >= 0", "transpose_a: bool", "transpose_b: bool", "relu: bool"},
       unknown_shapes,
       compute_operation<compute_matrix_product>},
      {"LoomAdam",
       adam,
       {"new_weight: float", "new_momentum: float", "new_velocity: float"},
       {},
       unknown_shapes,
       compute_operation<compute_adam>},
      {"LoomApplyAdam",
       adam,
       {"done: float"},
       {},
       unknown_shapes,
       compute_operation<apply_adam>,
       true},
      {"LoomColumnSums",
       {"input: float"},
       {"output: float"},
       {"axes: int >= 1"},
       unknown_shapes,
       compute_operation<compute_column_sums>},
      // Channels come last.
      {"LoomBatchNormalization",
       {"x: float", "gamma: float", "beta: float", "epsilon: float"},
       {"y: float", "mean: float", "variance: float"},
       {},
       unknown_shapes,
       compute_operation<compute_batch_normalization>},
      {"LoomBatchNormalizationGrad",
       {"x: float", "gamma: float", "mean: float", "variance: float", "dy: float", "epsilon: float"},
       {"dx: float", "d_gamma: float", "d_beta: float"},
       {},
       gradient_shapes,
       compute_operation<compute_batch_normalization_gradient>},
  };
  for (const Operation& operation : operations) {
    const std::string words = register_operation(operation);
    if (!words.empty()) return words;
  }
  return "";
}

// --- What JavaScript can ask --------------------------------------------------------------------------------------------------------

napi_value set_threads_from(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value given;
  int32_t wanted = 0;
  napi_get_cb_info(env, info, &count, &given, nullptr, nullptr);
  if (count < 1 || napi_get_value_int32(env, given, &wanted) != napi_ok || wanted < 1) {
    napi_throw_range_error(env, nullptr, "setThreads takes a number of threads from 1.");
    return nullptr;
  }
  set_threads(wanted);
  return nullptr;
}

napi_value set_instructions_from(napi_env env, napi_callback_info info) {
  size_t count = 1, length = 0;
  napi_value given;
  char name[16] = "";
  napi_get_cb_info(env, info, &count, &given, nullptr, nullptr);
  if (count < 1 || napi_get_value_string_utf8(env, given, name, sizeof name, &length) != napi_ok || !use_loops(name)) {
    const std::string words = std::string("This processor has no instructions of that name. Received: ") + name + ".";
    napi_throw_range_error(env, nullptr, words.c_str());
  }
  return nullptr;
}

napi_value initialize(napi_env env, napi_value exports) {
  // Once in a process: TensorFlow's lists are the process's.
  static const std::string words = register_all();
  if (!words.empty()) {
    napi_throw_error(env, nullptr, words.c_str());
    return nullptr;
  }
  const auto give = [&](const char* name, napi_callback function) {
    napi_value value;
    napi_create_function(env, name, NAPI_AUTO_LENGTH, function, nullptr, &value);
    napi_set_named_property(env, exports, name, value);
  };
  give("setThreads", set_threads_from);
  give("setInstructions", set_instructions_from);
  napi_value names, name;
  napi_create_array(env, &names);
  uint32_t place = 0;
  for (const Loops* each : usable_loops()) {
    napi_create_string_utf8(env, each->instructions, NAPI_AUTO_LENGTH, &name);
    napi_set_element(env, names, place++, name);
  }
  napi_set_named_property(env, exports, "instructions", names);
  return exports;
}

}  // namespace
}  // namespace layerloom

NAPI_MODULE(loom_operations, layerloom::initialize)
