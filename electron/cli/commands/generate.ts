import { randomInt } from 'node:crypto';
import { mostTokens } from '../../../shared/ipc/generation.ts';
import { inEnglish } from '../../../shared/messages/sentence.ts';
import { type Command, json, UsageError } from '../command.ts';
import { runFolder } from '../run-folder.ts';
import { hintReadings } from '../show-reading.ts';
import { withApp } from '../with-app.ts';

const usualTokens = 200;
const usualTemperature = 1;

/** Writes a text with a model that tells the next token. */
export const generate: Command = {
  usage: 'generate RUN --prompt TEXT [--tokens N] [--temperature T] [--seed S] [--json]',
  summary: "Goes on from a text, token by token, with a run on one long text; with the run's best weights.",
  words: ['RUN'],
  options: {
    prompt: { type: 'string' },
    tokens: { type: 'string' },
    temperature: { type: 'string' },
    seed: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run(args, terminal) {
    const prompt = args.option('prompt');
    if (prompt === undefined) throw new UsageError('generate needs --prompt TEXT. Received: no --prompt.');
    const tokens = args.number('tokens', 1) ?? usualTokens;
    if (tokens > mostTokens) throw new UsageError(`--tokens must be ${mostTokens} or less. Received: ${tokens}.`);
    const temperature = temperatureOf(args.option('temperature'));
    const seed = args.number('seed', 0) ?? randomInt(2 ** 32);
    const directory = await runFolder(args.words[0]!);
    const ending = new AbortController();
    terminal.onInterrupt(() => ending.abort());
    const isJson = args.flag('json');
    let written = 0;
    const write = (text: string) => {
      if (isJson) return;
      terminal.write(written === 0 ? prompt + text : text.slice(written));
      written = text.length;
    };
    const { outcome, text } = await withApp(({ runs }) => {
      runs.onNotice(({ message }) => terminal.hint(inEnglish(message)));
      hintReadings(runs, terminal);
      return runs.generate(
        { directory, prompt, tokens, temperature, seed },
        // The last character may still change: of several bytes, only some may be there.
        { signal: ending.signal, onText: (grown) => grown.length > written + 1 && write(grown.slice(0, -1)) },
      );
    });
    if (isJson) terminal.print(json({ prompt, text, outcome, seed }));
    else {
      write(text);
      terminal.print('');
    }
    if (outcome === 'done') return 0;
    terminal.hint('Cancelled.');
    return 1;
  },
};

function temperatureOf(text: string | undefined): number {
  if (text === undefined) return usualTemperature;
  const temperature = text.trim() === '' ? Number.NaN : Number(text);
  if (temperature >= 0 && temperature <= 100) return temperature;
  throw new UsageError(`--temperature must be a number from 0 to 100. Received: ${text}.`);
}
