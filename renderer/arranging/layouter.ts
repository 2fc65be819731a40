import type { ELK, ElkNode } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';

/** Finds places for a graph; rejects when it cannot, or when the signal ends it. */
export type LayOut = (graph: ElkNode, signal: AbortSignal) => Promise<ElkNode>;

interface Running {
  readonly elk: ELK;
  /** Rejects when the worker itself fails, of which ELK says nothing. */
  readonly failed: Promise<never>;
}

let running: Promise<Running> | null = null;

/** ELK in a worker of its own, as it may take seconds; 1.6 MB that are loaded when they are first needed, and kept then. */
async function start(): Promise<Running> {
  const { default: Elk } = await import('elkjs/lib/elk-api.js');
  let workerFailed: (error: Error) => void = () => {};
  const failed = new Promise<never>((_resolve, reject) => {
    workerFailed = reject;
  });
  // Whoever waits for a layout hears of it.
  failed.catch(() => {});
  const workerFactory = () => {
    const worker = new Worker(workerUrl);
    worker.addEventListener('error', ({ message }) => workerFailed(new Error(message || 'no reason')));
    return worker;
  };
  return { elk: new Elk({ algorithms: ['layered'], workerFactory }), failed };
}

/** Lays a graph out in the worker, one at a time. To end it early ends the worker: ELK itself cannot be interrupted. */
export const layOutInWorker: LayOut = async (graph, signal) => {
  signal.throwIfAborted();
  const mine = running ?? start();
  running = mine;
  // The next layout gets a worker of its own; what this one still works on is of no use to anyone.
  const drop = () => {
    if (running === mine) running = null;
    void mine.then(({ elk }) => elk.terminateWorker()).catch(() => {});
  };
  let end = () => {};
  const ended = new Promise<never>((_resolve, reject) => {
    end = () => {
      drop();
      reject(signal.reason);
    };
  });
  signal.addEventListener('abort', end, { once: true });
  try {
    const { elk, failed } = await Promise.race([mine, ended]);
    return await Promise.race([elk.layout(graph), failed, ended]);
  } catch (error) {
    drop();
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
  }
};
