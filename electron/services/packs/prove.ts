import { UserError } from '../../../shared/ipc/port.ts';
import { packMessages } from '../../../shared/messages/packs.ts';
import { say } from '../../../shared/messages/sentence.ts';
import { bindingFile, operationsFile } from '../../data/packs/engine-packs.ts';
import { asNode } from './build.ts';
import { lastLines, runCommand } from './run-command.ts';

/** Loads both libraries in a process of its own: one that does not fit may end the process. */
const program =
  'const { TF_Version } = require(process.argv[1]); require(process.argv[2]); process.stdout.write(TF_Version)';

/**
 * Loads binding and operations of a pack that is not in its place yet, in a process of its own, and checks that TensorFlow says its version. What
 * it computes is proved by the engine's own test at each start. Throws UserError with the words of that process.
 */
export async function provePack(folder: string, expected: string, signal: AbortSignal): Promise<void> {
  const args = ['-e', program, bindingFile(folder), operationsFile(folder)];
  const { code, output, words } = await runCommand(process.execPath, args, {
    env: { ...process.env, ...asNode, TF_CPP_MIN_LOG_LEVEL: '3' },
    signal,
    timeout: 120_000,
    guarded: true,
  });
  if (code !== 0) throw new UserError(say(packMessages['proof-failed'], { received: lastLines(words, 4) }));
  if (output !== expected) throw new UserError(say(packMessages['proof-version'], { expected, received: output }));
}
