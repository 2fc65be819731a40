import { join } from 'node:path';
import { projectForData } from '../../electron/services/project-for-data.ts';
import { readTemplate } from '../../electron/services/templates.ts';
import type { Project } from '../../shared/ipc/project.ts';
import type { EngineName } from '../../shared/training/settings.ts';
import { runProject } from '../../testing/run-starter.ts';
import { builtEngineHost } from '../built-engine.ts';
import { loadOfMachine } from '../measure.ts';
import type { DataBench } from './bench.ts';
import { writeDigits } from './write-digits.ts';

/** Epochs of a run: the first decodes files, the others find them decoded. */
const epochs = 3;

/**
 * The share of its training time that a run waits for data, epoch by epoch: of the CNN starter, whose digits are in memory, and of the network
 * that is made for the same digits as a folder of PNG files.
 */
export async function measureWaiting({ scratch }: DataBench, digits: number, engine: EngineName): Promise<unknown> {
  const engineHost = await builtEngineHost();
  const folder = join(scratch, 'waiting-digits');
  await writeDigits(folder, digits);
  const projects: readonly (readonly [name: string, project: Project])[] = [
    ['cnn-mnist', await readTemplate('cnn-mnist')],
    ['a folder of digits', await projectForData(folder, {})],
  ];
  const results = [];
  for (const [name, project] of projects) {
    const load = loadOfMachine();
    const waited = Array.from({ length: epochs }, () => ({ steps: 0, sum: 0 }));
    await runProject(engineHost, project, { engine, epochs }, (event) => {
      if (event.event === 'train:batch-end') {
        const epoch = waited[event.epoch - 1]!;
        epoch.steps += event.points.length;
        epoch.sum += event.points.length * event.waitingForData;
      }
      return false;
    });
    const shares = waited.map(({ steps, sum }) => Number((sum / steps).toPrecision(3)));
    console.log(
      `${name} on ${engine}, load ${load}: waits ${shares.map((share) => `${(share * 100).toFixed(2)} %`).join(', ')}`,
    );
    results.push({ name, engine, epochs: shares, load });
  }
  return { digits, results };
}
