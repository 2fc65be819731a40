import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binding, TensorFacts, TensorNumbers } from '../../backends/tensorflow/binding.ts';
import { savedModel, servingTag } from './graph.ts';
import { copyOf, type Graph, initialOf } from './write-graph.ts';

/** A graph that TensorFlow runs, with variables of its own. */
export interface Session {
  readonly graph: Graph;
  /** Puts tensors, by the binding's numbers, into all variables; the tensors stay the caller's. */
  load(values: ReadonlyMap<string, number>): void;
  /** One run: the numbers of its results. `fed` has a tensor for every feed; they stay the caller's. */
  run(fed: ReadonlyMap<string, number>): TensorNumbers;
  /** What variables hold, as tensors of the binding that become the caller's. */
  read(variables: readonly string[]): readonly TensorFacts[];
  close(): void;
}

/** Hands a graph to TensorFlow. Throws an Error with TensorFlow's words where it is refused. */
export function openSession(binding: Binding, graph: Graph): Session {
  const folder = mkdtempSync(join(tmpdir(), 'layerloom-graph-'));
  let id: number;
  try {
    writeFileSync(join(folder, 'saved_model.pb'), savedModel(graph.nodes));
    id = binding.loadSavedModel(folder, servingTag);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const output = (name: string) => `${name}:0`;
  const feedNames = graph.feeds.map(output).join(',');
  const initialNames = graph.variables.map((name) => output(initialOf(name))).join(',');

  const valuesOf = (values: ReadonlyMap<string, number>, names: readonly string[]) =>
    names.map((name) => {
      const value = values.get(name);
      if (value === undefined)
        throw new Error(`A graph is given every value it needs. Expected: ${name}. Received: none.`);
      return value;
    });

  return {
    graph,
    load(values) {
      const made = binding.runSavedModel(id, valuesOf(values, graph.variables), initialNames, output(graph.load));
      for (const tensor of made) binding.deleteTensor(tensor.id);
    },
    run(fed) {
      const [made] = binding.runSavedModel(id, valuesOf(fed, graph.feeds), feedNames, output(graph.run));
      const numbers = binding.tensorDataSync(made!.id);
      binding.deleteTensor(made!.id);
      return numbers;
    },
    read: (variables) => binding.runSavedModel(id, [], '', variables.map((name) => output(copyOf(name))).join(',')),
    close: () => binding.deleteSavedModel(id),
  };
}
