/** What `tables.ts` runs in a process of its own: reads, splits and prepares a table of flights, and goes through its batches. */
import { openDataset } from '../../electron/data/open.ts';
import { type DataDocument, emptyData } from '../../shared/data/document.ts';
import { steps } from '../../shared/data/steps/index.ts';
import { answerParent } from './bench.ts';

const [path = '', batchSize = '', epochs = ''] = process.argv.slice(2);

const numeric = { kind: 'numeric', role: 'input' } as const;
const airport = { kind: 'categorical', role: 'input' } as const;
const data: DataDocument = {
  ...emptyData,
  source: { kind: 'table', path },
  columns: {
    date: { kind: 'date', role: 'input' },
    distance: numeric,
    origin: airport,
    destination: airport,
    delay: { kind: 'numeric', role: 'target' },
  },
  preparation: [
    steps.impute.defaults,
    { ...steps['date-parts'].defaults, parts: ['month', 'weekday', 'hour'], cyclic: false },
    steps.scale.defaults,
    { ...steps.encode.defaults, method: 'index' },
  ],
};

let from = performance.now();
const dataset = await openDataset(data, { directory: null, limit: null });
const ready = (performance.now() - from) / 1000;
const seconds: number[] = [];
for (let epoch = 0; epoch < Number(epochs); epoch++) {
  from = performance.now();
  let rows = 0;
  for await (const batch of dataset.batches('train', { batchSize: Number(batchSize), shuffleSeed: epoch }))
    rows += batch.rows;
  seconds.push((performance.now() - from) / 1000);
  if (rows !== dataset.rows.train) throw new Error(`An epoch has ${dataset.rows.train} rows. Received: ${rows}.`);
}
const { train } = dataset.rows;
dataset.close();
answerParent({ ready, epochs: seconds, rows: train });
