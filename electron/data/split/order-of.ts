import { inStretches, type Stretches } from '../../../shared/data/stretches.ts';

/** Shorter runs than this are put in order one by one. */
const shortestRun = 32;

/**
 * The places of some numbers from the smallest to the largest, equal ones as they stand. Runs that rise already are joined two by two (a
 * natural merge sort: Knuth, "The Art of Computer Programming", volume 3, section 5.2.4), so that what is in order is only looked at.
 */
export function* orderOf(numbers: Float64Array): Stretches<Uint32Array> {
  const { length } = numbers;
  let places = new Uint32Array(length);
  for (let place = 0; place < length; place++) places[place] = place;
  if (endOfRun(numbers, 0) === length) return places;
  let keys = Float64Array.from(numbers);
  /** Where each run ends. */
  let ends: number[] = [];
  for (let first = 0; first < length; ) {
    const natural = endOfRun(keys, first);
    const end = Math.min(length, Math.max(natural, first + shortestRun));
    for (let at = natural; at < end; at++) insert(keys, places, first, at);
    ends.push(end);
    first = end;
    if (ends.length % 1024 === 0) yield;
  }
  let joinedKeys = new Float64Array(length);
  let joinedPlaces = new Uint32Array(length);
  while (ends.length > 1) {
    const joined = ends.filter((_, run) => run % 2 === 1 || run === ends.length - 1);
    let [run, one, other, end] = [0, 0, ends[0]!, ends[1]!];
    yield* inStretches(length, (from, to) => {
      for (let at = from; at < to; at++) {
        if (at === end) {
          run += 2;
          one = at;
          other = ends[run]!;
          end = ends[run + 1] ?? length;
        }
        const isOne = other === end || (one < ends[run]! && keys[one]! <= keys[other]!);
        const taken = isOne ? one++ : other++;
        joinedKeys[at] = keys[taken]!;
        joinedPlaces[at] = places[taken]!;
      }
    });
    ends = joined;
    [keys, joinedKeys] = [joinedKeys, keys];
    [places, joinedPlaces] = [joinedPlaces, places];
  }
  return places;
}

/** Where the rising run that begins at a place ends. */
function endOfRun(keys: Float64Array, first: number): number {
  let end = Math.min(first + 1, keys.length);
  while (end < keys.length && keys[end]! >= keys[end - 1]!) end++;
  return end;
}

/** Puts what is at a place among those before it, which are in order from `first` on. */
function insert(keys: Float64Array, places: Uint32Array, first: number, from: number): void {
  const [key, place] = [keys[from]!, places[from]!];
  let at = from;
  for (; at > first && keys[at - 1]! > key; at--) {
    keys[at] = keys[at - 1]!;
    places[at] = places[at - 1]!;
  }
  keys[at] = key;
  places[at] = place;
}
