import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from '../renderer/messages/text.ts';
import { createRandom } from '../shared/training/random.ts';
import { expect, test } from './host.ts';
import type { LayerloomWindow } from './pages/layerloom-window.ts';

/** A block to drag onto the canvas: its type, the middle of its card, and what is set in the inspector. */
type Drawn = readonly [
  type: string,
  place: readonly [number, number],
  settle?: (window: LayerloomWindow) => Promise<void>,
];

/** Drags blocks onto an empty canvas and draws the wires, `to:port` where a block has several inputs. */
async function draw(
  window: LayerloomWindow,
  blocks: Readonly<Record<string, Drawn>>,
  wires: readonly (readonly [from: string, to: string])[],
): Promise<void> {
  const { start, canvas, palette, inspector } = window;
  await start.newProject.click();
  await expect(canvas.blocks).toHaveCount(0);
  await canvas.wireByHandOnly();
  const ids: Record<string, string> = {};
  for (const [name, [type, place, settle]] of Object.entries(blocks)) {
    const id = await canvas.drop(palette.block(type), place);
    ids[name] = id;
    if (!settle) continue;
    await canvas.select(id);
    await expect(inspector.title).toHaveText(type);
    await settle(window);
  }
  for (const [from, to] of wires) {
    const [block, port] = to.split(':') as [string, string?];
    if (port === undefined) await canvas.connect(ids[from]!, ids[block]!);
    else {
      const before = await canvas.wires.count();
      const drop = await canvas.hold(ids[from]!, canvas.input(ids[block]!, port));
      await drop();
      await expect(canvas.wires).toHaveCount(before + 1);
    }
  }
}

const named =
  (name: string) =>
  ({ inspector }: LayerloomWindow) =>
    inspector.type(text('inspector.name'), name);
const set =
  (...values: readonly (readonly [label: string, value: string])[]) =>
  async ({ inspector }: LayerloomWindow) => {
    for (const [label, value] of values) await inspector.type(label, value);
  };
const choose = (label: string, option: string) => (window: LayerloomWindow) => window.inspector.choose(label, option);
const unfold = (group: string) => (window: LayerloomWindow) =>
  window.inspector.panel.getByRole('button', { name: new RegExp(`^${group}`) }).click();
const inTurn =
  (...all: readonly ((window: LayerloomWindow) => Promise<void>)[]) =>
  async (window: LayerloomWindow) => {
    for (const each of all) await each(window);
  };
const words = named('review');

/** Reviews of films: who wrote them, what they say, and how many stars they give; the words tell the stars. */
async function writeReviews(folder: string, columns: readonly string[]): Promise<string> {
  const random = createRandom('reviews');
  const praise = ['lovely', 'bright', 'moving', 'clever', 'funny'];
  const blame = ['dull', 'long', 'flat', 'noisy', 'stale'];
  const about = ['film', 'story', 'end', 'music', 'scene', 'cast', 'light', 'cut'];
  const rows = Array.from({ length: 160 }, () => {
    const good = random.integer(2) === 1;
    const word = (list: readonly string[]) => list[random.integer(list.length)]!;
    const review = Array.from({ length: 7 }, (_, at) => word(at % 2 === 0 ? (good ? praise : blame) : about)).join(' ');
    const row: Readonly<Record<string, string>> = {
      age: String(18 + random.integer(60)),
      genre: ['drama', 'comedy', 'crime'][random.integer(3)]!,
      review,
      stars: ((good ? 4 : 2) + random.integer(10) / 10).toFixed(1),
      liked: good ? 'yes' : 'no',
    };
    return columns.map((column) => row[column]!).join(',');
  });
  const file = join(folder, 'reviews.csv');
  await writeFile(file, [columns.join(','), ...rows, ''].join('\n'));
  return file;
}

/** Opens a table, repairs what its shapes ask for, and trains for a few epochs. */
async function trainOnTable(
  layerloom: LayerloomWindow,
  table: string,
  project: string,
  beforeRepair: () => Promise<void> = async () => {},
): Promise<void> {
  const { topBar, dock, train, notices } = layerloom;
  await layerloom.openTable(table);
  await beforeRepair();
  await topBar.goTo('model');
  const repairAll = dock.panel.getByRole('button', { name: text('command.repairAll').replace(/ problems$/, '') });
  if (await repairAll.isVisible()) await repairAll.click();
  await expect(dock.noProblems).toBeVisible();
  await topBar.goTo('train');
  await train.set('epochs', 6);
  await layerloom.trainInto(project);
  await expect(train.runs.first()).toContainText('6 epochs');
  await expect(notices.failures).toHaveCount(0);
}

test('a residual block with a shortcut, drawn on an empty canvas, trains', async ({ layerloom, folder }) => {
  const { topBar, data, dock, train } = layerloom;
  await draw(
    layerloom,
    {
      input: ['Input', [250, 60], set(['Shape', '10'])],
      first: ['Dense', [250, 190], inTurn(set(['Units', '16']), choose('Activation', 'relu'))],
      second: ['Dense', [250, 320], set(['Units', '16'])],
      sum: ['Add', [520, 400]],
      answer: ['Dense', [640, 270], set(['Units', '1'])],
      output: ['Output', [640, 90]],
    },
    [
      ['input', 'first'],
      ['first', 'second'],
      ['second', 'sum:1'],
      ['first', 'sum:2'],
      ['sum', 'answer'],
      ['answer', 'output'],
    ],
  );
  await topBar.goTo('data');
  await data.source('diabetes').click();
  await expect(data.fits).toBeVisible();
  await topBar.goTo('model');
  await expect(dock.noProblems).toBeVisible();
  await topBar.goTo('train');
  await train.set('epochs', 5);
  await layerloom.trainInto(join(folder, 'residual.loom'));
  await expect(train.runs.first()).toContainText('5 epochs');
});

test('a recommender with two inputs trains', async ({ layerloom, folder }) => {
  const table = await writeReviews(folder, ['age', 'genre', 'review', 'stars']);
  await draw(
    layerloom,
    {
      person: ['Input', [180, 60], named('numbers')],
      words: ['Input', [520, 60], words],
      rows: ['Embedding', [520, 180], set(['Dimension', '8'])],
      mean: ['GlobalAveragePooling1D', [520, 300]],
      both: ['Concatenate', [300, 400]],
      answer: ['Dense', [640, 420], set(['Units', '1'])],
      output: ['Output', [740, 300]],
    },
    [
      ['words', 'rows'],
      ['rows', 'mean'],
      ['person', 'both:1'],
      ['mean', 'both:2'],
      ['both', 'answer'],
      ['answer', 'output'],
    ],
  );
  await trainOnTable(layerloom, table, join(folder, 'recommender.loom'));
});

test('a model with two outputs, each with its own loss, trains', async ({ layerloom, folder }) => {
  const table = await writeReviews(folder, ['age', 'genre', 'stars', 'liked']);
  await draw(
    layerloom,
    {
      person: ['Input', [300, 60]],
      trunk: ['Dense', [300, 180], inTurn(set(['Units', '16']), choose('Activation', 'relu'))],
      stars: ['Dense', [180, 310], set(['Units', '1'])],
      liked: ['Dense', [520, 310], inTurn(set(['Units', '1']), choose('Activation', 'sigmoid'))],
      rated: [
        'Output',
        [180, 430],
        inTurn(named('stars'), unfold(text('inspector.advanced')), set(['Loss weight', '0.5'])),
      ],
      judged: ['Output', [520, 430], inTurn(named('liked'), choose('Loss', 'Binary cross-entropy'))],
    },
    [
      ['person', 'trunk'],
      ['trunk', 'stars'],
      ['trunk', 'liked'],
      ['stars', 'rated'],
      ['liked', 'judged'],
    ],
  );
  await trainOnTable(layerloom, table, join(folder, 'two-outputs.loom'), async () => {
    // A target that was a suggestion gives way to one that is set, and is set as well.
    for (const column of ['stars', 'liked']) {
      await layerloom.page.getByRole('button', { name: `Role of ${column}: input` }).click();
      await layerloom.page.getByRole('menuitem', { name: /^target/ }).click();
      await expect(layerloom.page.getByRole('button', { name: `Role of ${column}: target` })).toBeVisible();
    }
    // The roles show at once, and what the model sees when all rows were looked at again.
    await expect(layerloom.page.getByRole('complementary', { name: text('data.sees') })).toContainText('4 numbers');
  });
});

test('a stacked bidirectional LSTM trains', async ({ layerloom, folder }) => {
  const table = await writeReviews(folder, ['review', 'liked']);
  const everyStep = set(['Units', '6']);
  await draw(
    layerloom,
    {
      words: ['Input', [250, 60], words],
      rows: ['Embedding', [250, 180], set(['Dimension', '8'])],
      first: ['Bidirectional', [250, 310], inTurn(everyStep, ({ inspector }) => inspector.turnOn('Return sequences'))],
      second: ['Bidirectional', [250, 430], everyStep],
      answer: ['Dense', [580, 310], inTurn(set(['Units', '1']), choose('Activation', 'sigmoid'))],
      output: ['Output', [580, 430], choose('Loss', 'Binary cross-entropy')],
    },
    [
      ['words', 'rows'],
      ['rows', 'first'],
      ['first', 'second'],
      ['second', 'answer'],
      ['answer', 'output'],
    ],
  );
  await trainOnTable(layerloom, table, join(folder, 'both-ways.loom'));
});

test('a small transformer trains', async ({ layerloom, folder }) => {
  const table = await writeReviews(folder, ['review', 'liked']);
  await draw(
    layerloom,
    {
      words: ['Input', [250, 60], words],
      rows: ['Embedding', [250, 180], set(['Dimension', '16'])],
      looks: ['MultiHeadAttention', [250, 310], set(['Heads', '2'], ['Key dimension', '8'])],
      sum: ['Add', [250, 430]],
      normal: ['LayerNormalization', [580, 60]],
      mean: ['GlobalAveragePooling1D', [580, 180]],
      answer: ['Dense', [580, 310], inTurn(set(['Units', '1']), choose('Activation', 'sigmoid'))],
      output: ['Output', [580, 430], choose('Loss', 'Binary cross-entropy')],
    },
    [
      ['words', 'rows'],
      ['rows', 'looks:query'],
      ['rows', 'looks:value'],
      ['looks', 'sum:1'],
      ['rows', 'sum:2'],
      ['sum', 'normal'],
      ['normal', 'mean'],
      ['mean', 'answer'],
      ['answer', 'output'],
    ],
  );
  await trainOnTable(layerloom, table, join(folder, 'transformer.loom'));
});
