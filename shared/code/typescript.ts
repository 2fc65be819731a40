import type { ModelDocument } from '../graph/document.ts';
import { expand } from '../graph/expand.ts';
import { titleOf } from '../graph/infer.ts';
import { learnsClasses } from '../training/losses.ts';
import type { TrainingDocument } from '../training/settings.ts';
import { type Code, type CodeLine, line, lineWidth } from './code.ts';
import { entriesOf, waits } from './entries.ts';
import { kerasModelName } from './keras.ts';
import { type KerasGraph, type KerasNode, type KerasOutput, kerasGraph, kerasOptimizer } from './keras-graph.ts';
import { addUp, lossPiece, metricPieces, optimizerPiece, type Piece } from './typescript/compile.ts';
import { sourcesOf } from './typescript/declarations.ts';
import { createWriter, type Statement, type Writer } from './typescript/statements.ts';
import {
  type Call,
  expressionLines,
  inline,
  typescriptComment,
  typescriptComments,
  typescriptString,
} from './typescript/text.ts';

export interface TypeScriptCodeOptions {
  /** The model's name; its spelling is that of the Keras source. */
  readonly name?: string;
  /** Adds `model.compile` with this optimizer and the losses and metrics of the Outputs. */
  readonly training?: TrainingDocument;
}

/**
 * A model as a TypeScript module for the layers of TensorFlow.js, every argument written out. What TensorFlow.js does not have is a class
 * in the module; what it does otherwise than Keras is said above the block. A model that is not whole still gives source, as in Keras.
 */
export function toTypeScript(model: ModelDocument, { name = '', training }: TypeScriptCodeOptions = {}): Code {
  const graph = kerasGraph(model);
  const writer = createWriter(graph);
  const blocks = expand(model).graph.blocks;
  const body: CodeLine[] = [];
  for (const entry of entriesOf(model, graph)) {
    if (entry.kind === 'broken') {
      body.push(...entry.comments.map((text) => line(typescriptComment(text), entry.block)));
      continue;
    }
    const { node } = entry;
    const written = writer.write(node);
    if (!written) {
      const reads = node.inputs.every((input) => writer.namesOf(input));
      const why = reads ? `TensorFlow.js has no layer ${node.layer!.className}.` : waits;
      body.push(line(typescriptComment(`${titleOf(blocks[node.block]!)}: ${why}`), node.block));
      continue;
    }
    const lines = [...written.notes.flatMap(typescriptComments), ...written.statements.flatMap(statementLines)];
    body.push(...lines.map((text) => line(text, node.block)));
  }
  const isWhole = graph.outputs.every(({ node }) => writer.namesOf(node));
  if (isWhole && graph.inputs.length > 0 && graph.outputs.length > 0) {
    body.push(line(''), ...modelLines(graph, writer, name));
    if (training) body.push(line(''), ...compileLines(graph.outputs, writer, training));
  }
  const declared = sourcesOf(writer.declarations).flatMap((source) => [...source.split('\n'), '']);
  return {
    lines: [line("import * as tf from '@tensorflow/tfjs';"), line(''), ...declared.map((text) => line(text)), ...body],
  };
}

function statementLines({ variable, call, inputs }: Statement): readonly string[] {
  const start = `const ${variable} = `;
  if (!inputs) return expressionLines(start, call, ';');
  const apply = `.apply(${listed(inputs)}) as tf.SymbolicTensor;`;
  const made = `${start}${inline(call)}`;
  if (made.length <= lineWidth && made.length + apply.length > lineWidth) return [made, `  ${apply}`];
  return expressionLines(start, call, apply);
}

function modelLines(graph: KerasGraph, writer: Writer, name: string): readonly CodeLine[] {
  const call: Call = {
    callee: 'tf.model',
    fields: [
      ['inputs', listed(graph.inputs.map((node) => writer.inputOf(node)))],
      ['outputs', listed(graph.outputs.map(({ node }) => variableOf(writer, node)))],
      ['name', typescriptString(kerasModelName(name))],
    ],
  };
  return expressionLines('export const model = ', call, ';').map((text) => line(text));
}

function listed(variables: readonly string[]): string {
  return variables.length === 1 ? variables[0]! : `[${variables.join(', ')}]`;
}

function variableOf(writer: Writer, node: KerasNode): string {
  return writer.namesOf(node)!.variable;
}

function compileLines(
  outputs: readonly KerasOutput[],
  writer: Writer,
  training: TrainingDocument,
): readonly CodeLine[] {
  const notes = ({ notes }: Piece, indent: string, block: string | null) =>
    notes.flatMap((note) => typescriptComments(note).map((text) => line(`${indent}${text}`, block)));
  const optimizer = optimizerPiece(kerasOptimizer(training));
  const lines: CodeLine[] = [
    line('model.compile({'),
    ...notes(optimizer, '  ', null),
    line(`  optimizer: ${optimizer.text},`),
  ];
  const isMean = !addUp(outputs);
  const judged = outputs.map((output) => ({
    block: output.block,
    layer: writer.namesOf(output.node)!.layer,
    loss: lossPiece(output, isMean),
    metrics: metricPieces(output),
  }));
  const [only] = judged;
  if (judged.length === 1 && only) {
    const { block, loss, metrics } = only;
    lines.push(...notes(loss, '  ', block), line(`  loss: ${loss.text},`, block));
    lines.push(...metrics.flatMap((metric) => notes(metric, '  ', block)));
    lines.push(...listLines('  metrics: [', metrics, '],', block));
  } else {
    // The types of tfjs know lists of names and lists of functions, no mixed ones.
    const isMixed = new Set(judged.map(({ loss }) => loss.text.startsWith("'"))).size > 1;
    const functionsOnly = !isMixed && !judged[0]!.loss.text.startsWith("'");
    const typed = (text: string) =>
      isMixed && !text.startsWith("'")
        ? text.replace('(truth, prediction)', '(truth: tf.Tensor, prediction: tf.Tensor)')
        : text;
    lines.push(line('  loss: ['));
    for (const { block, loss } of judged) {
      const text = functionsOnly ? loss.text : typed(loss.text);
      lines.push(...notes(loss, '    ', block), line(`    ${text},`, block));
    }
    lines.push(line(isMixed ? '  ] as string[],' : '  ],'), line('  metrics: {'));
    for (const { block, layer, metrics } of judged) {
      lines.push(...metrics.flatMap((metric) => notes(metric, '    ', block)));
      const texts = metrics.filter(({ text }) => text !== '');
      if (texts.length === 1) lines.push(line(`    ${layer}: ${texts[0]!.text},`, block));
      // Several at one output work as well, whatever the types say.
      else if (texts.length > 1) lines.push(...listLines(`    ${layer}: [`, metrics, '] as never,', block));
    }
    lines.push(line('  },'));
  }
  const hasClasses = outputs.some(({ loss }) => learnsClasses(loss.className));
  const told =
    training.classWeights === 'balanced' && hasClasses
      ? [
          '// Each class counts alike in the loss: give model.fit the classWeight { c: rows / (classes * rows of c), ... }.',
        ]
      : [];
  return [...lines, line('});'), ...told.map((text) => line(text))];
}

function listLines(start: string, pieces: readonly Piece[], end: string, block: string): readonly CodeLine[] {
  const texts = pieces.flatMap(({ text }) => (text === '' ? [] : [text]));
  const whole = `${start}${texts.join(', ')}${end}`;
  if (whole.length <= lineWidth) return [line(whole, block)];
  const indent = start.slice(0, start.search(/\S/));
  return [
    line(start, block),
    ...texts.map((text) => line(`${indent}  ${text},`, block)),
    line(`${indent}${end}`, block),
  ];
}
