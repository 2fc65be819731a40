import type { Remedy } from '../../../shared/ipc/contract.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { packMessages } from '../../../shared/messages/packs.ts';
import { fill } from '../../../shared/messages/problem.ts';
import { toDoOutside } from '../../../shared/messages/remedies.ts';
import type { PackName } from '../../../shared/training/settings.ts';
import type { System } from './system.ts';

/** What a pack is made from on one kind of system. */
export interface Recipe {
  readonly name: PackName;
  /** The Python package whose wheel has the libraries. */
  readonly package: string;
  /** Its version, which is TensorFlow's. */
  readonly version: string;
  /** Minor versions of Python 3 that wheels are published for; any of them has the same libraries. */
  readonly pythons: { readonly oldest: number; readonly newest: number };
  /** Libraries in the wheel, and under which further name the linker looks for each. */
  readonly libraries: readonly { readonly entry: string; readonly linkName: string }[];
  /** Files of the wheel kept beside the libraries, so that their licences travel with them. */
  readonly licences: readonly string[];
  /** Where headers begin in the wheel, and those that the binding includes. */
  readonly includeRoot: string;
  readonly headers: readonly string[];
  /** About how many bytes the wheel has, and the finished pack: for the room that is needed. */
  readonly bytes: { readonly wheel: number; readonly pack: number };
}

/**
 * The version of TensorFlow that every pack is made from. 2.21.0 is the newest whose C interface the binding of
 * `@tensorflow/tfjs-node-gpu` 4.22.0 was built and trained with here; another one is used only after the tests passed on it.
 */
export const tensorflowVersion = '2.21.0';

const systems: Readonly<Record<string, { readonly package: string; readonly wheel: number; readonly pack: number }>> = {
  // The package without CUDA: half of the other one's size.
  'linux-x64': { package: 'tensorflow-cpu', wheel: 275e6, pack: 855e6 },
  // Here the package of the plain name is without CUDA, and there is no other.
  'linux-arm64': { package: 'tensorflow', wheel: 282e6, pack: 870e6 },
  'darwin-arm64': { package: 'tensorflow', wheel: 224e6, pack: 742e6 },
};

/** How a pack is made on a system. Throws UserError where none can be: TensorFlow publishes no library for it. */
export function recipeFor(name: PackName, system: System): Recipe {
  const found = systems[`${system.platform}-${system.arch}`];
  const obstacle = obstacleOf(system, found !== undefined);
  if (obstacle) throw new UserError(obstacle.reason);
  const library = (base: string) =>
    system.platform === 'darwin'
      ? { entry: `tensorflow/lib${base}.2.dylib`, linkName: `lib${linked(base)}.2.dylib` }
      : { entry: `tensorflow/lib${base}.so.2`, linkName: `lib${linked(base)}.so` };
  return {
    name,
    package: found!.package,
    version: tensorflowVersion,
    pythons: { oldest: 10, newest: 13 },
    libraries: [library('tensorflow_cc'), library('tensorflow_framework')],
    licences: ['tensorflow/include/LICENSE', 'tensorflow/THIRD_PARTY_NOTICES.txt'],
    includeRoot: 'tensorflow/include/',
    headers: ['tensorflow/c/c_api.h', 'tensorflow/c/eager/c_api.h'],
    bytes: { wheel: found!.wheel, pack: found!.pack },
  };
}

/** The binding links `tensorflow`; the wheel has the same functions, and more, in a library of another name. */
function linked(base: string): string {
  return base === 'tensorflow_cc' ? 'tensorflow' : base;
}

/** Why no pack can be made on a system, and what to do instead; null where one can. */
export function systemObstacle(system: System): Obstacle | null {
  return obstacleOf(system, systems[`${system.platform}-${system.arch}`] !== undefined);
}

/** What stands in the way of a pack, and what to do instead. */
export interface Obstacle {
  readonly reason: string;
  readonly remedy: Remedy;
}

function obstacleOf({ platform, arch, musl }: System, known: boolean): Obstacle | null {
  const expected = 'Linux on x64 or arm64, macOS on arm64';
  const values = { expected, received: `${platform} ${arch}` };
  const obstacle = (reason: string, whatToDo: string): Obstacle => ({
    reason: fill(reason, values),
    remedy: toDoOutside(whatToDo),
  });
  if (platform === 'win32') return obstacle(packMessages['no-wheel-windows'], packMessages['use-wsl']);
  if (!known) return obstacle(packMessages['no-wheel'], packMessages['use-wasm']);
  return musl ? obstacle(packMessages['no-wheel-musl'], packMessages['use-wasm']) : null;
}
