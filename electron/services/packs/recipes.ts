import type { PackRoom } from '../../../shared/ipc/contract.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { packMessages } from '../../../shared/messages/packs.ts';
import { fill } from '../../../shared/messages/problem.ts';
import type { PackName } from '../../../shared/training/settings.ts';
import { tensorflowVersion } from '../../data/engine-packs.ts';
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

/** Room for what is neither wheel nor pack: the build, and some to spare. */
const spare = 50e6;

/** What is left of a pack when it is exported: libraries shrink to about a quarter, measured with the one for Linux on x64. */
const exportedShare = 0.26;

/** What a pack takes; `kept` says that its wheel is there already. While pip hands a wheel over there are two, then it lies beside the pack. */
export function roomOf({ bytes: { wheel, pack } }: Recipe, kept = false): PackRoom {
  return {
    download: kept ? 0 : wheel,
    installing: (kept ? pack : wheel + Math.max(wheel, pack)) + spare,
    installed: pack,
    exported: pack * exportedShare,
  };
}

/** Why no pack can be made on a system, and what to do instead; null where one can. */
export function systemObstacle(system: System): { readonly reason: string; readonly remedy: string } | null {
  return obstacleOf(system, systems[`${system.platform}-${system.arch}`] !== undefined);
}

function obstacleOf({ platform, arch, musl }: System, known: boolean): { reason: string; remedy: string } | null {
  const expected = 'Linux on x64 or arm64, macOS on arm64';
  const values = { expected, received: `${platform} ${arch}` };
  if (platform === 'win32')
    return { reason: fill(packMessages['no-wheel-windows'], values), remedy: packMessages['use-wsl'] };
  if (!known) return { reason: fill(packMessages['no-wheel'], values), remedy: packMessages['use-wasm'] };
  if (musl) return { reason: fill(packMessages['no-wheel-musl'], values), remedy: packMessages['use-wasm'] };
  return null;
}
