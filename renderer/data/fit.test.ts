import { describe, expect, it } from 'vitest';
import { emptyModel, type ModelDocument, mainGraph } from '../../shared/graph/document.ts';
import { applyEdits, newBlock } from '../../shared/graph/edits.ts';
import { type DataFacts, findProblems } from '../../shared/graph/problems.ts';
import { fitToData, isMisfit } from './fit.ts';

const model: ModelDocument = applyEdits(emptyModel, [
  { edit: 'add-block', id: 'in', block: newBlock('Input', { shape: [4] }) },
  { edit: 'add-block', id: 'dense', block: newBlock('Dense', { units: 1 }) },
  { edit: 'add-block', id: 'out', block: newBlock('Output') },
  { edit: 'add-wire', id: 'w1', wire: { from: { block: 'in', port: 'output' }, to: { block: 'dense', port: 'input' } } },
  { edit: 'add-wire', id: 'w2', wire: { from: { block: 'dense', port: 'output' }, to: { block: 'out', port: 'input' } } },
]);

const digits: DataFacts = {
  features: [{ name: 'pixels', kind: 'numbers', shape: [784], dtype: 'float32', vocabularySize: null }],
  targets: [{ name: 'digit', kind: 'classes', shape: [], classes: ['0', '1', '2', '3'] }],
};

describe('fitting a model to its data', () => {
  it('sets the Input, the loss and the units, one after another', () => {
    const fitted = fitToData(model, digits);
    expect(findProblems(fitted, digits).problems.filter(isMisfit)).toEqual([]);
    const { blocks } = mainGraph(fitted);
    expect([blocks.in!.params.shape, blocks.dense!.params.units]).toEqual([[784], 4]);
    expect((blocks.out!.params.loss as { type: string }).type).toBe('SparseCategoricalCrossentropy');
  });

  it('leaves a model that fits, and one that no repair can help, as it is', () => {
    const fitted = fitToData(model, digits);
    expect(fitToData(fitted, digits)).toBe(fitted);
    expect(fitToData(emptyModel, digits)).toBe(emptyModel);
  });
});
