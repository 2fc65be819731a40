/**
 * What editing costs on large documents: opening, frames while the canvas is moved, and shapes and problems after an edit.
 * `npm run bench:editor [-- --rounds 5]`. Prints tables and writes `bench/results/editor.json`. Needs the built window (`npm run build`) and
 * Chromium.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { startHost } from '../e2e/host.ts';
import { LayerloomWindow } from '../e2e/pages/layerloom-window.ts';
import { findBrowser } from '../scripts/find-browser.mjs';
import { emptyData } from '../shared/data/document.ts';
import { emptyLayout, type ModelDocument } from '../shared/graph/document.ts';
import { applyEdits } from '../shared/graph/edits.ts';
import { findProblems } from '../shared/graph/problems.ts';
import { fileDepth, serialize } from '../shared/graph/serialize.ts';
import { defaultTraining } from '../shared/training/settings.ts';
import { resNet50, shortcuts } from './editor/documents.ts';
import { loadOfMachine, median, wholeNumberOf, writeResult } from './measure.ts';

const documents: Readonly<Record<string, ModelDocument>> = {
  '1,000 blocks': shortcuts(1000),
  'ResNet-50': resNet50(),
};

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = wholeNumberOf('rounds', values.rounds);

/** The value that so large a share of the numbers does not exceed. */
function quantile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]!;
}

/** Milliseconds for shapes and problems: of a model never seen before, and after one param of one block was changed. */
function timeInference(model: ModelDocument) {
  const all: number[] = [];
  const edits: number[] = [];
  for (let round = 0; round < 20; round++) {
    const fresh = structuredClone(model);
    let begin = performance.now();
    findProblems(fresh, null);
    all.push(performance.now() - begin);
    const layers = Object.keys(fresh.graphs.main!.blocks).filter(
      (id) => id.startsWith('dense') || id.startsWith('conv'),
    );
    let now = fresh;
    for (let edit = 0; edit < 10; edit++) {
      const id = layers[Math.floor(((edit + 0.5) / 10) * layers.length)]!;
      const param = id.startsWith('dense') ? 'units' : 'filters';
      const before = now.graphs.main!.blocks[id]!.params[param]!;
      // There and back: the first changes shapes behind it, or makes a problem, the second mends it.
      for (const value of [7, before]) {
        now = applyEdits(now, [{ edit: 'set-param', id, param, value }]);
        begin = performance.now();
        findProblems(now, null);
        edits.push(performance.now() - begin);
      }
    }
  }
  // The first rounds are those of a program that is not warm yet.
  return { all: median(all.slice(5)), edit: median(edits.slice(100)), editSlowest: quantile(edits.slice(100), 0.95) };
}

/** Milliseconds between frames while something is done. */
async function framesWhile(page: Page, what: () => Promise<void>): Promise<readonly number[]> {
  await page.evaluate(() => {
    const frames: number[] = [];
    const note = (time: number) => {
      frames.push(time);
      if ((window as { benchFrames?: number[] }).benchFrames === frames) requestAnimationFrame(note);
    };
    (window as { benchFrames?: number[] }).benchFrames = frames;
    requestAnimationFrame(note);
  });
  await what();
  const times = await page.evaluate(() => {
    const { benchFrames = [] } = window as { benchFrames?: number[] };
    (window as { benchFrames?: number[] }).benchFrames = undefined;
    return benchFrames;
  });
  return times.slice(1).map((time, index) => time - times[index]!);
}

/** Moves the mouse from one point to another as a hand does: sixty places a second. */
async function sweep(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const steps = 60;
  for (let step = 1; step <= steps; step++) {
    const share = step / steps;
    await page.mouse.move(from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share);
    await page.waitForTimeout(10);
  }
}

const scratch = mkdtempSync(join(tmpdir(), 'layerloom-bench-'));

function writeProject(name: string, model: ModelDocument): string {
  const folder = join(scratch, `${name}.loom`);
  mkdirSync(folder);
  const files = { model, layout: emptyLayout, data: emptyData, training: defaultTraining };
  for (const key of ['model', 'layout', 'data', 'training'] as const)
    writeFileSync(join(folder, `${key}.json`), serialize(files[key], fileDepth[key]));
  return folder;
}

/** Opens a project in a window of its own and moves about in it. */
async function moveAbout(page: Page, url: string, project: string) {
  await page.goto(url);
  const { start, paths, canvas } = new LayerloomWindow(page);
  await start.openProject.click();
  const dialog = paths.dialog('open-project');
  await dialog.getByRole('textbox').fill(project);
  // From the press until the cards are there and the window has drawn them.
  const began = await page.evaluate(() => performance.now());
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await canvas.blocks.first().waitFor();
  const open = await page.evaluate(
    (begin) =>
      new Promise<number>((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - begin)));
      }),
    began,
  );
  await page.waitForTimeout(800);
  const box = (await canvas.area.boundingBox())!;
  const middle = [box.x + box.width / 2, box.y + box.height / 2] as const;
  const zoom = async (to: number) => {
    await page.mouse.move(...middle);
    for (let turn = 0; turn < 24; turn++) {
      await page.mouse.wheel(0, to);
      await page.waitForTimeout(12);
    }
  };
  const zoomIn = await framesWhile(page, () => zoom(-90));
  const pan = await framesWhile(page, async () => {
    await page.mouse.move(...middle);
    await page.mouse.down({ button: 'left' });
    await sweep(page, middle, [middle[0] - 300, middle[1] - 180]);
    await sweep(page, [middle[0] - 300, middle[1] - 180], middle);
    await page.mouse.up({ button: 'left' });
  });
  const zoomOut = await framesWhile(page, () => zoom(90));
  await page.keyboard.press('Control+0');
  await page.waitForTimeout(600);
  const card = canvas.blocks.nth(Math.floor((await canvas.blocks.count()) / 2));
  const at = (await card.boundingBox())!;
  const from = [at.x + 100, at.y + 24] as const;
  const drag = await framesWhile(page, async () => {
    await page.mouse.move(...from);
    await page.mouse.down();
    await sweep(page, from, [from[0] + 160, from[1] + 90]);
    await sweep(page, [from[0] + 160, from[1] + 90], from);
    await page.mouse.up();
  });
  return { open, pan, zoom: [...zoomIn, ...zoomOut], drag };
}

const load = loadOfMachine();
const results = [];
const { host, end } = await startHost(scratch, {});
const browser = await chromium.launch({
  executablePath: findBrowser() ?? undefined,
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--disable-sync'],
});
try {
  for (const [name, model] of Object.entries(documents)) {
    const project = writeProject(name.replaceAll(/[ ,]/g, '-'), model);
    const { blocks, wires } = model.graphs.main!;
    const opens: number[] = [];
    const frames: Record<'pan' | 'zoom' | 'drag', number[]> = { pan: [], zoom: [], drag: [] };
    // The first window of a host is not counted: it reads the program.
    for (let round = 0; round <= rounds; round++) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      const page = await context.newPage();
      const used = await moveAbout(page, host.url, project);
      await context.close();
      if (round === 0) continue;
      opens.push(used.open);
      for (const way of ['pan', 'zoom', 'drag'] as const) frames[way].push(...used[way]);
    }
    const fluent = (all: readonly number[]) => all.filter((each) => each < 33).length / all.length;
    const result = {
      document: name,
      blocks: Object.keys(blocks).length,
      wires: Object.keys(wires).length,
      openMs: median(opens),
      inferenceMs: timeInference(model),
      frames: Object.fromEntries(
        Object.entries(frames).map(([way, all]) => [
          way,
          { count: all.length, shareBelow33: fluent(all), medianMs: median(all), p95Ms: quantile(all, 0.95) },
        ]),
      ),
    };
    results.push(result);
    const { all, edit, editSlowest } = result.inferenceMs;
    console.log(`\n${name}: ${result.blocks} blocks, ${result.wires} wires`);
    console.log(`  open                       ${result.openMs.toFixed(0)} ms`);
    console.log(`  shapes and problems: all   ${all.toFixed(1)} ms`);
    console.log(`  after one edit             ${edit.toFixed(2)} ms (95 % under ${editSlowest.toFixed(2)})`);
    for (const [way, { shareBelow33, medianMs, p95Ms }] of Object.entries(result.frames)) {
      const share = `${(shareBelow33 * 100).toFixed(1)} %`;
      console.log(
        `  ${way.padEnd(26)} ${share} of frames under 33 ms (median ${medianMs.toFixed(1)}, 95 % ${p95Ms.toFixed(1)})`,
      );
    }
  }
} finally {
  await browser.close();
  await end();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
}
writeResult(fileURLToPath(new URL('..', import.meta.url)), 'editor', {
  what: 'Editing large documents in headless Chromium: opening, frames while the canvas is moved, shapes and problems.',
  load: [load, loadOfMachine()],
  rounds,
  documents: results,
});
