import type { PackRoom, Remedy } from '../../../shared/ipc/engines.ts';
import { UserError } from '../../../shared/ipc/port.ts';
import { packMessages } from '../../../shared/messages/packs.ts';
import { phrases } from '../../../shared/messages/phrases.ts';
import { toDoOutside } from '../../../shared/messages/remedies.ts';
import { say, type Words } from '../../../shared/messages/sentence.ts';
import type { PackName } from '../../../shared/training/settings.ts';
import { tensorflowVersion } from '../../data/packs/engine-packs.ts';
import type { System } from './system.ts';

/** A Python package that pip fetches as a wheel. */
export interface WheelSource {
  readonly package: string;
  readonly version: string;
  /** Minor versions of Python 3 that wheels are published for, any of which has the same libraries; null where one wheel serves all. */
  readonly pythons: { readonly oldest: number; readonly newest: number } | null;
  /** About how many bytes it has. */
  readonly bytes: number;
}

/** A wheel of which some files are kept in `deps`, by the paths they have in it: its libraries find each other by those. */
export interface FurtherWheel extends WheelSource {
  readonly keeps: RegExp;
}

/** What a pack is made from on one kind of system. */
export interface Recipe {
  readonly name: PackName;
  /** The version of TensorFlow. */
  readonly version: string;
  /** TensorFlow's own wheel. */
  readonly wheel: WheelSource;
  /** What its libraries load besides. */
  readonly further: readonly FurtherWheel[];
  /** Libraries in TensorFlow's wheel, and under which further name the linker looks for each. */
  readonly libraries: readonly { readonly entry: string; readonly linkName: string }[];
  /** Files of TensorFlow's wheel kept beside the libraries, so that their licences travel with them. */
  readonly licences: readonly string[];
  /** Where headers begin in the wheel, and those that the binding includes. */
  readonly includeRoot: string;
  readonly headers: readonly string[];
  /** About how many bytes all wheels have, the finished pack, and the file that an export of it writes: for the room that is needed. */
  readonly bytes: { readonly wheels: number; readonly pack: number; readonly exported: number };
}

interface Source {
  readonly package: string;
  readonly wheel: number;
  readonly pack: number;
  readonly exported: number;
}

/** Where each pack comes from, by the system it is for. */
const sources: Readonly<Record<PackName, Readonly<Record<string, Source>>>> = {
  'tensorflow-gpu': {
    // The package with CUDA. The size of its export is taken from those of the wheels.
    'linux-x64': { package: 'tensorflow', wheel: 573e6, pack: 5600e6, exported: 3500e6 },
  },
  tensorflow: {
    // The package without CUDA: half of the other one's size.
    'linux-x64': { package: 'tensorflow-cpu', wheel: 275e6, pack: 855e6, exported: 222e6 },
    // Here the package of the plain name is without CUDA, and there is no other. Exports shrink as the one above.
    'linux-arm64': { package: 'tensorflow', wheel: 282e6, pack: 870e6, exported: 226e6 },
    'darwin-arm64': { package: 'tensorflow', wheel: 224e6, pack: 742e6, exported: 193e6 },
  },
};

/**
 * What `tensorflow[and-cuda]` 2.21.0 names, in the newest versions that it allows. TensorFlow's libraries, which lie in `deps/lib`, have
 * `$ORIGIN/../nvidia/NAME/lib` in their search paths, and NVIDIA's have those of each other, so nothing of CUDA has to be on the system.
 */
const nvidia: readonly (readonly [name: string, version: string, bytes: number])[] = [
  ['cublas', '12.9.3.13', 582e6],
  ['cuda-cupti', '12.9.79', 11e6],
  ['cuda-nvcc', '12.9.86', 41e6],
  ['cuda-nvrtc', '12.9.86', 90e6],
  ['cuda-runtime', '12.9.79', 4e6],
  ['cudnn', '9.28.0.42', 717e6],
  ['cufft', '11.4.1.4', 201e6],
  ['curand', '10.3.10.19', 69e6],
  ['cusolver', '11.7.5.82', 339e6],
  ['cusparse', '12.5.10.65', 367e6],
  ['nccl', '2.32.3', 352e6],
  ['nvjitlink', '12.9.86', 40e6],
];

/** Libraries, and of the compiler the assembler and the functions that TensorFlow's own compiler needs. */
const ofNvidia = /^nvidia\/[^/]+\/(lib\/[^/]+\.so[.\d]*|bin\/ptxas|nvvm\/libdevice\/[^/]+\.bc)$/;

/** How a pack is made on a system. Throws UserError where none can be: TensorFlow publishes no library for it. */
export function recipeFor(name: PackName, system: System): Recipe {
  const obstacle = systemObstacle(system, name);
  if (obstacle) throw new UserError(obstacle.reason);
  const source = sources[name][`${system.platform}-${system.arch}`]!;
  const library = (base: string) =>
    system.platform === 'darwin'
      ? { entry: `tensorflow/lib${base}.2.dylib`, linkName: `lib${linked(base)}.2.dylib` }
      : { entry: `tensorflow/lib${base}.so.2`, linkName: `lib${linked(base)}.so` };
  const further =
    name === 'tensorflow-gpu'
      ? nvidia.map(([part, version, bytes]) => {
          return { package: `nvidia-${part}-cu12`, version, pythons: null, bytes, keeps: ofNvidia };
        })
      : [];
  return {
    name,
    version: tensorflowVersion,
    wheel: {
      package: source.package,
      version: tensorflowVersion,
      pythons: { oldest: 10, newest: 13 },
      bytes: source.wheel,
    },
    further,
    libraries: [library('tensorflow_cc'), library('tensorflow_framework')],
    licences: ['tensorflow/include/LICENSE', 'tensorflow/THIRD_PARTY_NOTICES.txt'],
    includeRoot: 'tensorflow/include/',
    headers: ['tensorflow/c/c_api.h', 'tensorflow/c/eager/c_api.h'],
    bytes: {
      wheels: further.reduce((sum, { bytes }) => sum + bytes, source.wheel),
      pack: source.pack,
      exported: source.exported,
    },
  };
}

/** All wheels of a recipe, TensorFlow's first. */
export function wheelsOf({ wheel, further }: Recipe): readonly WheelSource[] {
  return [wheel, ...further];
}

/** The binding links `tensorflow`; the wheel has the same functions, and more, in a library of another name. */
function linked(base: string): string {
  return base === 'tensorflow_cc' ? 'tensorflow' : base;
}

/** Room for what is neither wheel nor pack: the build, and some to spare. */
const spare = 50e6;

/**
 * What a pack takes; `kept` are the bytes of wheels that are there already. While pip hands a wheel over there are two of it, then all lie
 * beside the pack until that is whole.
 */
export function roomOf({ wheel, bytes: { wheels, pack, exported } }: Recipe, kept = 0): PackRoom {
  const download = Math.max(0, wheels - kept);
  const handedOver = download > 0 ? wheel.bytes : 0;
  return { download, installing: download + Math.max(handedOver, pack) + spare, installed: pack, exported };
}

/** What stands in the way of a pack, and what to do instead. */
export interface Obstacle {
  readonly reason: Words;
  readonly remedy: Remedy;
}

/** Why no pack can be made on a system, and what to do instead; null where one can. */
export function systemObstacle({ platform, arch, musl }: System, name: PackName = 'tensorflow'): Obstacle | null {
  const known = sources[name][`${platform}-${arch}`] !== undefined;
  const values = { expected: say(phrases['pack-systems']), received: `${platform} ${arch}` };
  const obstacle = (reason: Parameters<typeof say>[0], whatToDo: string): Obstacle => ({
    reason: say(reason, values),
    remedy: toDoOutside(whatToDo),
  });
  if (name === 'tensorflow-gpu' && !known) return obstacle(packMessages['no-wheel-gpu'], packMessages['use-another']);
  if (platform === 'win32') return obstacle(packMessages['no-wheel-windows'], packMessages['use-wsl']);
  if (!known) return obstacle(packMessages['no-wheel'], packMessages['use-wasm']);
  return musl ? obstacle(packMessages['no-wheel-musl'], packMessages['use-wasm']) : null;
}
