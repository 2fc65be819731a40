import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { readDigits, trainingDigits } from '../electron/data/sources/mnist.ts';
import { startKeras } from '../testing/keras.ts';
import { expect, type TestHost, test } from './host.ts';
import type { LayerloomWindow } from './pages/layerloom-window.ts';

/** Where the cards' middles stand: three columns, read downwards. */
const columns = [150, 400, 650] as const;
const rows = [90, 230, 370] as const;

/** The chapter's network, in the order of its wires. */
const network = [
  ['Input', async ({ inspector }) => inspector.type('Shape', '28, 28, 1')],
  ['Conv2D', convolution(32)],
  ['MaxPooling2D', null],
  ['Conv2D', convolution(64)],
  ['MaxPooling2D', null],
  ['Flatten', null],
  [
    'Dense',
    async ({ inspector }) => {
      await inspector.type('Units', '64');
      await inspector.choose('Activation', 'relu');
    },
  ],
  ['Dense', async ({ inspector }) => inspector.type('Units', '10')],
  [
    'Output',
    async ({ inspector }) => {
      await inspector.choose('Loss', 'Sparse categorical cross-entropy');
      await inspector.turnOn('From logits');
      await inspector.choose('Metrics', 'Sparse categorical accuracy');
    },
  ],
] as const satisfies readonly (readonly [string, ((window: LayerloomWindow) => Promise<void>) | null])[];

function convolution(filters: number) {
  return async ({ inspector }: LayerloomWindow) => {
    await inspector.type('Filters', String(filters));
    await inspector.choose('Activation', 'relu');
  };
}

// With all that moves, as a person sees it.
test.use({ contextOptions: { reducedMotion: 'no-preference' } });

test('a network dragged and wired on an empty canvas learns MNIST, and Keras predicts the same with it', async ({
  layerloom,
  host,
  folder,
}) => {
  // An epoch of 60,000 images takes a minute or two on two cores that have nothing else to do, and much longer on busy ones.
  test.setTimeout(900_000);
  const { canvas, palette, inspector, topBar } = layerloom;

  await test.step('draw the network', async () => {
    await layerloom.start.newProject.click();
    await expect(canvas.blocks).toHaveCount(0);
    let before: string | null = null;
    for (const [index, [type, settle]] of network.entries()) {
      const place = [columns[Math.floor(index / 3)]!, rows[index % 3]!] as const;
      const id = await canvas.drop(palette.block(type), place);
      await canvas.select(id);
      await expect(inspector.title).toHaveText(type);
      await settle?.(layerloom);
      if (before !== null) await canvas.connect(before, id);
      before = id;
    }
    await expect(canvas.totals).toContainText('121,930');
  });

  await test.step('choose MNIST', async () => {
    await topBar.goTo('data');
    await layerloom.data.source('mnist').click();
    await expect(layerloom.data.heading('MNIST digits')).toBeVisible();
    await expect(layerloom.data.fits).toBeVisible();
    await topBar.goTo('model');
    await expect(layerloom.dock.noProblems).toBeVisible();
    await expect(canvas.totals).toContainText('121,930');
  });

  const project = join(folder, 'digits.loom');
  await test.step('train it and see it learn', async () => {
    await topBar.goTo('train');
    await layerloom.train.set('epochs', 1);
    await layerloom.train.set('batchSize', 256);
    await topBar.train.click();
    await layerloom.paths.take('save-project', project);
    await expect(layerloom.runBar.bar).toBeVisible();
    await expect.poll(() => layerloom.train.lossPoints(), { timeout: 60_000 }).toBeGreaterThan(2);
    const early = await layerloom.train.lossPoints();
    await expect.poll(() => layerloom.train.lossPoints(), { timeout: 60_000 }).toBeGreaterThan(early + 5);
    await expect(layerloom.runBar.bar).toBeVisible();
    await expect(layerloom.runBar.bar).toBeHidden({ timeout: 800_000 });
    await expect(layerloom.train.runs).toHaveCount(1);
    await expect(layerloom.notices.failures).toHaveCount(0);
  });

  const file = join(folder, 'digits.keras');
  await test.step('export it', async () => {
    await topBar.goTo('export');
    await layerloom.exports.write.click();
    await layerloom.paths.take('export', file);
    await expect(layerloom.exports.proof).toBeVisible({ timeout: 240_000 });
    await access(file);
  });

  await test.step('Keras predicts the same', async () => {
    const { own, keras, accuracy } = await predictBoth(host, project, file, 64);
    const differences = own.flatMap((answers, row) => answers.map((answer, at) => Math.abs(answer - keras[row]![at]!)));
    expect(differences).toHaveLength(64 * 10);
    expect(Math.max(...differences)).toBeLessThan(1e-4);
    expect(accuracy).toBeGreaterThan(0.8);
  });
});

/** What the engine and what real Keras answer to the same test images. */
async function predictBoth(host: TestHost, project: string, file: string, limit: number) {
  const client = await host.client();
  const [run] = await client.ask('runs:list', { directory: project });
  const predictions = await client.ask('runs:predict', {
    directory: run!.directory,
    part: 'test',
    limit,
    reading: 'test',
  });
  const { images, labels } = await readDigits();
  const size = 28 * 28;
  const pictures = predictions.map(({ row }) => {
    expect(row).toBeGreaterThanOrEqual(trainingDigits);
    return Array.from(images.subarray(row * size, (row + 1) * size));
  });
  const right = predictions.filter(({ row, label }) => label === String(labels[row]));
  const keras = startKeras();
  try {
    const answers = await keras.run<number[][]>(
      `model = keras.saving.load_model(input["file"])
rows = np.asarray(input["rows"], "float32").reshape(-1, 28, 28, 1) / 255
output = listed(model(rows, training=False))`,
      { file, rows: pictures },
    );
    return {
      own: predictions.map(({ prediction }) => prediction),
      keras: answers,
      accuracy: right.length / predictions.length,
    };
  } finally {
    keras.close();
  }
}
