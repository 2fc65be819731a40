/** Tasks by what they are about: those about the same thing run one after the other, those about different things beside each other. */
export interface Turns {
  take<T>(about: string, task: () => Promise<T>): Promise<T>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    take(about, task) {
      const turn = (last.get(about) ?? Promise.resolve()).then(task);
      const settled = turn
        .catch(() => undefined)
        .then(() => {
          if (last.get(about) === settled) last.delete(about);
        });
      last.set(about, settled);
      return turn;
    },
  };
}
