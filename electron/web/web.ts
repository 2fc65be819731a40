import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { UserError } from '../../shared/ipc/port.ts';
import { hostMessages } from '../../shared/messages/host.ts';
import { createHostApp, windowFolder } from '../services/host-app.ts';
import { startWebHost } from './server.ts';

/**
 * Entry of the web host: `web.mjs [--port N] [--address A] [--name NAME]...`. Prints `{"url": ...}` on its first line of standard
 * output, and ends on SIGINT, SIGTERM, or when its standard input closes after `--with-parent`.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      address: { type: 'string', default: '127.0.0.1' },
      name: { type: 'string', multiple: true },
      'with-parent': { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new UserError(`--port must be a whole number from 0 to 65535. Received: ${values.port}.`);
  }
  const folder = windowFolder();
  if (!existsSync(folder)) throw new UserError(hostMessages['window-not-built']);
  const app = createHostApp('web');
  const token = process.env.LAYERLOOM_TOKEN || randomBytes(24).toString('base64url');
  const host = await startWebHost({
    folder,
    serve: app.serve,
    token,
    address: values.address,
    port,
    names: values.name,
  }).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  console.log(JSON.stringify({ url: host.url }));
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await app.close();
    await host.close();
    process.exit(0);
  };
  process.on('SIGINT', () => void end());
  process.on('SIGTERM', () => void end());
  if (values['with-parent']) process.stdin.on('end', () => void end()).resume();
}

try {
  await main();
} catch (error) {
  console.error(
    error instanceof UserError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
      ? (error as Error).message
      : error,
  );
  process.exit(1);
}
