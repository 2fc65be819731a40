// Loaded into an engine process before anything else (`--import`): writes its memory down again and again, free of garbage.
import { appendFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const file = process.env.LAYERLOOM_MEMORY_READINGS;
// Only an engine has a channel to the process that started it.
if (file && process.send) {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc');
  const read = () => {
    collectGarbage();
    appendFileSync(file, `${JSON.stringify({ time: Date.now(), bytes: process.memoryUsage.rss() })}\n`);
  };
  setInterval(read, Number(process.env.LAYERLOOM_MEMORY_INTERVAL)).unref();
}
