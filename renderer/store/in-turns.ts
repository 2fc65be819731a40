/** For how long tasks follow each other before other things have their turn, in milliseconds. */
const turn = 8;

/**
 * Does tasks in their order, a few at a time, with turns for other things in between: a browser hands over all messages that have arrived in one
 * go, and to read those of a table of ten thousand columns takes longer than a window may stand still. Returns the way to add one.
 */
export function inTurns(): (task: () => void) => void {
  const tasks: (() => void)[] = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    const until = performance.now() + turn;
    try {
      do tasks.shift()?.();
      while (tasks.length > 0 && performance.now() < until);
    } finally {
      if (tasks.length > 0) port2.postMessage(null);
    }
  };
  return (task) => {
    if (tasks.push(task) === 1) port2.postMessage(null);
  };
}
