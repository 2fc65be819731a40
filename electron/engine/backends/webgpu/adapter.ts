import { UserError } from '../../../../shared/ipc/port.ts';
import { engineMessages } from '../../../../shared/messages/en.ts';
import { toDoOutside } from '../../../../shared/messages/remedies.ts';
import { say, type Words } from '../../../../shared/messages/sentence.ts';
import { UnavailableError } from '../define-backend.ts';

/** A graphics adapter that WebGPU can compute on. */
export interface FoundAdapter {
  readonly adapter: GPUAdapter;
  /** What it is, in words for people. */
  readonly name: Words;
  /** It is a program on the processor that stands in for a GPU. */
  readonly software: boolean;
}

/** What the package `webgpu` gives: its own declarations are of another version than those that tfjs-core brings. */
interface Dawn {
  create(options: readonly string[]): GPU;
  readonly globals: Readonly<Record<string, unknown>>;
}

// Dawn lives as long as what `create` made: it is made once a process.
let opened: Promise<GPU> | null = null;

/**
 * The adapter that WebGPU prefers for hard work. Throws an UnavailableError, with what to do, where the library does not load or finds
 * no adapter.
 */
export async function findAdapter(): Promise<FoundAdapter> {
  opened ??= openDawn(process.versions);
  const adapter = await (await opened).requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new UnavailableError(engineMessages['no-adapter'], toDoOutside(remedyFor(process.platform)));
  return { adapter, ...nameAdapter(adapterFacts(adapter)) };
}

/** Loads Dawn and puts the classes of WebGPU where the library looks for them. */
export async function openDawn(versions: Readonly<Record<string, string | undefined>>): Promise<GPU> {
  if (versions.electron !== undefined) {
    throw new UnavailableError(
      engineMessages['webgpu-electron'],
      toDoOutside(engineMessages['webgpu-electron-remedy']),
    );
  }
  const specifier = 'webgpu';
  const dawn = await (import(specifier) as Promise<Dawn>).catch((error: unknown) => {
    const received = (error as Error).message.split('\n')[0]!;
    throw new UnavailableError(
      say(engineMessages['webgpu-not-loaded'], { received }),
      toDoOutside(engineMessages['webgpu-other']),
    );
  });
  Object.assign(globalThis, dawn.globals);
  return dawn.create([]);
}

/** What an adapter says of itself. */
export interface AdapterFacts {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  readonly isFallbackAdapter?: boolean;
}

/** What an adapter says of itself, which the declarations that tfjs-core brings do not know yet. */
export function adapterFacts(adapter: GPUAdapter): AdapterFacts {
  return (adapter as unknown as { readonly info: AdapterFacts }).info;
}

/** Programs on the processor that present themselves as graphics adapters: SwiftShader, Mesa's llvmpipe, Windows' WARP. */
const softwareNames = /swiftshader|llvmpipe|lavapipe|software|basic render|\bwarp\b/i;

/** An adapter in words, and whether it is one in software alone. */
export function nameAdapter(facts: AdapterFacts): Pick<FoundAdapter, 'name' | 'software'> {
  const { vendor, architecture, device, description, isFallbackAdapter } = facts;
  const software =
    isFallbackAdapter === true ||
    [vendor, architecture, device, description].some((words) => softwareNames.test(words));
  if (software) {
    return {
      software,
      name: say(engineMessages['software-adapter'], { name: description || device || architecture }),
    };
  }
  const name = device || [vendor, architecture].filter(Boolean).join(' ') || 'GPU';
  return { software, name: description ? `${name}, ${description}` : name };
}

function remedyFor(platform: NodeJS.Platform): string {
  return platform === 'linux' ? engineMessages['no-adapter-linux'] : engineMessages['no-adapter-other'];
}

/** The largest that the adapter allows, where a network may want more than every adapter has. */
const wantedLimits = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupsPerDimension',
] as const;

/** A device of an adapter. Throws UserError where the driver gives none. */
export async function openDevice({ adapter, name }: FoundAdapter): Promise<GPUDevice> {
  const requiredLimits = Object.fromEntries(wantedLimits.map((limit) => [limit, adapter.limits[limit]]));
  try {
    return await adapter.requestDevice({ label: 'Layerloom', requiredLimits });
  } catch (error) {
    throw new UserError(say(engineMessages['no-device'], { name, received: (error as Error).message }));
  }
}
