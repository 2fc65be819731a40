import type { Binding } from '../../backends/tensorflow/binding.ts';
import { type Attribute, attributeOf, type Node } from './graph.ts';
import { type Operation, type Recorded, type Recording, TracingError, type Update } from './recorder.ts';
import { typeAttributes } from './type-attributes.ts';

/** What a graph is to give, by the binding's numbers of recorded tensors. */
export interface GraphResults {
  /** Read after each run, joined to one row of numbers in this order. */
  readonly numbers: readonly number[];
  /** What each variable holds after a run, by its name; those left out stay. */
  readonly assigned: ReadonlyMap<string, number>;
}

/** A graph with the names by which it is run. */
export interface Graph {
  readonly nodes: readonly Node[];
  /** Sources of kind `feed` that it needs at each run; a name is that of its placeholder too. */
  readonly feeds: readonly string[];
  /** Sources of kind `variable` that it needs, and those that are only carried along. */
  readonly variables: readonly string[];
  /** Runs it: the numbers. */
  readonly run: string;
  /** Puts values into all variables, fed to `initialOf` each. */
  readonly load: string;
}

/** The placeholder of a variable's value in `load`. */
export const initialOf = (variable: string): string => `initial_${variable}`;

/** The node that gives out a copy of what a variable holds, which stays as it is while training goes on. */
export const copyOf = (variable: string): string => `copy_of_${variable}`;

const nodeOf = ({ index }: Operation): string => `operation_${index}`;

const readOf = (variable: string): string => `read_${variable}`;

const handleOf = (variable: string): string => `handle_${variable}`;

/** Writes what was recorded as a graph, as far as the results need it. Throws a TracingError for what no graph can hold. */
export function writeGraph(binding: Binding, { tensors }: Recording, results: GraphResults): Graph {
  const nodes: Node[] = [];
  const written = new Set<string>();
  const feeds: string[] = [];
  const float: Attribute = { type: binding.TF_FLOAT };

  const add = (
    name: string,
    operation: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string => {
    if (!written.has(name)) {
      written.add(name);
      nodes.push({ name, operation, inputs, attributes });
    }
    return name;
  };

  const recorded = (id: number): Recorded => tensors.get(id)!;

  function addConstant(name: string, values: Float32Array | Int32Array, shape: readonly number[]): string {
    const dtype = values instanceof Float32Array ? binding.TF_FLOAT : binding.TF_INT32;
    return add(name, 'Const', [], { dtype: { type: dtype }, value: { tensor: { dtype, shape, values } } });
  }

  /** Adds an operation after all that it needs. Those wait in a list: a recurrent layer of many steps is deeper than calls may be. */
  function addOperation(wanted: Operation): string {
    const waiting = [wanted];
    for (let next = waiting.at(-1); next; next = waiting.at(-1)) {
      const needed = next.inputs.flatMap((id) => {
        const { origin } = recorded(id);
        return origin.kind === 'output' && !written.has(nodeOf(origin.of)) ? [origin.of] : [];
      });
      if (needed.length > 0) waiting.push(...needed);
      else {
        writeOperation(next);
        waiting.pop();
      }
    }
    return nodeOf(wanted);
  }

  function writeOperation(operation: Operation): string {
    const { name, attributes, inputs } = operation;
    const node = nodeOf(operation);
    if (written.has(node)) return node;
    const types = inputs.map((id) => recorded(id).dtype);
    const all = Object.fromEntries(attributes.map((each) => [each.name, attributeOf(binding, each)]));
    for (const [attribute, type] of typeAttributes(name, types)) {
      if (attribute in all || attribute === 'T') all[attribute] = { type };
    }
    return add(node, name, inputs.map(wireOf), all);
  }

  /** Adam on variables, in place. */
  function addUpdate({ index, name, inputs }: Update): string {
    const node = `update_${index}`;
    if (written.has(node)) return node;
    const variable = (role: string): string => {
      const { origin } = recorded(inputs[role]!);
      if (origin.kind === 'variable') return origin.name;
      throw new TracingError('an optimizer updates what is no weight');
    };
    const [weight, momentum, velocity] = ['weight', 'momentum', 'velocity'].map(variable) as [string, string, string];
    const reads = [weight, momentum, velocity].map((target) => addVariable(target, recordedVariable(target)));
    const wires = (...roles: readonly string[]) => {
      const all = roles.map((role) => wireOf(inputs[role]!));
      assignedFrom.push(...all);
      return all;
    };
    if (name === 'LoomApplyAdam') {
      // What a variable is read as lies in its own memory.
      const [gradient, ...scalars] = wires('gradient', 'stepSize', 'freshMean', 'freshSquares', 'epsilon');
      return add(node, name, [reads[0]!, gradient!, reads[1]!, reads[2]!, ...scalars, `^${computed}`]);
    }
    // The step size is given, so its own correction by powers of the betas is switched off.
    const zero = addConstant('no_power', Float32Array.of(0), []);
    const after = [...reads.map((read) => `^${read}`), `^${computed}`];
    const operands = wires('stepSize', 'beta1', 'beta2', 'epsilon', 'gradient');
    return add(node, name, [...[weight, momentum, velocity].map(handleOf), zero, zero, ...operands, ...after], {
      T: float,
      use_locking: { yes: false },
      use_nesterov: { yes: false },
    });
  }

  // Nothing is assigned before everything is computed: a run that fails leaves the variables as they were.
  const computed = 'computed';
  const assignedFrom: string[] = [];

  const variables = new Map<string, Recorded>();
  for (const tensor of tensors.values()) {
    if (tensor.origin.kind === 'variable') variables.set(tensor.origin.name, tensor);
  }
  const recordedVariable = (name: string): Recorded => variables.get(name)!;

  function addVariable(name: string, { shape, dtype }: Recorded): string {
    const attributes = { dtype: { type: dtype }, shape: { shape } };
    const handle = add(handleOf(name), 'VarHandleOp', [], { ...attributes, shared_name: { text: name } });
    return add(readOf(name), 'ReadVariableOp', [handle], { dtype: { type: dtype } });
  }

  function wireOf(id: number): string {
    const tensor = recorded(id);
    const { origin, dtype, shape } = tensor;
    switch (origin.kind) {
      case 'feed':
        if (!written.has(origin.name)) feeds.push(origin.name);
        return add(origin.name, 'Placeholder', [], { dtype: { type: dtype }, shape: { shape } });
      case 'variable':
        return addVariable(origin.name, tensor);
      case 'constant':
        return add(`constant_${id}`, 'Const', [], {
          dtype: { type: dtype },
          value: { tensor: { dtype, shape, values: origin.values } },
        });
      case 'output': {
        const node = written.has(nodeOf(origin.of)) ? nodeOf(origin.of) : addOperation(origin.of);
        return origin.place === 0 ? node : `${node}:${origin.place}`;
      }
      case 'update':
        throw new TracingError('what an optimizer makes is used in the same step');
    }
  }

  // Loading: a copy of each value, because what a variable holds is freed by TensorFlow's own threads, and memory of the host must not be.
  const loaded = [...variables].map(([name, tensor]) => {
    const dtype: Attribute = { type: tensor.dtype };
    add(copyOf(name), 'DeepCopy', [addVariable(name, tensor)], { T: dtype });
    const initial = add(initialOf(name), 'Placeholder', [], { dtype, shape: { shape: tensor.shape } });
    const copy = add(`initial_copy_${name}`, 'DeepCopy', [initial], { T: dtype });
    return add(`load_${name}`, 'AssignVariableOp', [handleOf(name), copy], { dtype });
  });
  const done = addConstant('done', Float32Array.of(1), []);
  const load = add('loaded', 'Identity', [done, ...loaded.map((name) => `^${name}`)], { T: float });

  // One row of numbers, read at once, after all assignments.
  const after: string[] = [];
  for (const [name, id] of results.assigned) {
    const { origin } = recorded(id);
    if (origin.kind === 'update') {
      after.push(addUpdate(origin));
      continue;
    }
    const read = addVariable(name, recordedVariable(name));
    const value = wireOf(id);
    if (value === read) continue;
    assignedFrom.push(value);
    const inputs = [handleOf(name), value, `^${read}`, `^${computed}`];
    after.push(add(`assign_${name}`, 'AssignVariableOp', inputs, { dtype: { type: recordedVariable(name).dtype } }));
  }
  const flat = addConstant('flat', Int32Array.of(-1), [1]);
  const pieces = results.numbers.map((id, index) => {
    const { dtype } = recorded(id);
    const wire = wireOf(id);
    const asFloat =
      dtype === binding.TF_FLOAT
        ? wire
        : add(`float_${index}`, 'Cast', [wire], { SrcT: { type: dtype }, DstT: float, Truncate: { yes: false } });
    return add(`piece_${index}`, 'Reshape', [asFloat, flat], { T: float, Tshape: { type: binding.TF_INT32 } });
  });
  const axis = addConstant('axis', Int32Array.of(0), []);
  const joined =
    pieces.length === 1
      ? pieces[0]!
      : add('joined', 'ConcatV2', [...pieces, axis], {
          T: float,
          Tidx: { type: binding.TF_INT32 },
          N: { whole: pieces.length },
        });
  const sources = new Set([joined, ...assignedFrom].map((wire) => `^${wire.split(':')[0]}`));
  add(computed, 'NoOp', [...sources]);
  const run = add('numbers', 'Identity', [joined, ...new Set(after.map((name) => `^${name}`))], { T: float });
  return { nodes, feeds, variables: [...variables.keys()], run, load };
}
