import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A Python process that answers one request at a time. */
export interface PythonProcess {
  /**
   * Runs Python source in which `input` is the JSON value given and which must assign `output`, a JSON value; what else is in scope, the
   * script says. Rejects with the Python traceback if the source raises.
   */
  run<Output>(source: string, input?: unknown): Promise<Output>;
  close(): void;
}

/** Starts a script beside this file that reads a request a line and writes an answer a line; `judge` is its name in what goes wrong. */
export function startPythonProcess(
  python: string,
  script: string,
  judge: string,
  env: Readonly<Record<string, string>>,
): PythonProcess {
  const child: ChildProcess = spawn(python, ['-u', fileURLToPath(new URL(script, import.meta.url))], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const waiting: { resolve(value: unknown): void; reject(error: Error): void }[] = [];
  createInterface({ input: child.stdout! }).on('line', (line) => {
    const { output, error } = JSON.parse(line) as { output?: unknown; error?: string };
    const request = waiting.shift();
    if (error === undefined) request?.resolve(output);
    else request?.reject(new Error(error));
  });
  child.on('exit', (code) => {
    for (const { reject } of waiting.splice(0))
      reject(new Error(`The ${judge} oracle ended early. Received: exit code ${code}.`));
  });
  return {
    run: <Output>(source: string, input: unknown = null) =>
      new Promise<Output>((resolve, reject) => {
        waiting.push({ resolve: resolve as (value: unknown) => void, reject });
        child.stdin!.write(`${JSON.stringify({ source, input })}\n`);
      }),
    close: () => child.stdin!.end(),
  };
}
