import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import util from 'node:util';
import { compileFunction } from 'node:vm';

const require = createRequire(import.meta.url);

/** What Node had when the package was written and has no more (from version 23 on): the package calls it. */
const formerUtil = {
  isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
  isArray: (value: unknown): boolean => Array.isArray(value),
};

/** Modules that the package is given in place of what it asks for. */
const given: Readonly<Record<string, () => unknown>> = {
  // The union package would bring all other backends along; what is used of it here is in the core, which must be one instance.
  '@tensorflow/tfjs': () => require('@tensorflow/tfjs-core'),
  '@tensorflow/tfjs-core': () => require('@tensorflow/tfjs-core'),
  os: () => os,
  util: () => ({ ...util, ...formerUtil }),
};

/**
 * Loads modules of `@tensorflow/tfjs-node-gpu` by their path in its `dist`, each once, without its entry, which wants the binding at a
 * fixed place and downloads it where it is not. Throws where a module asks for something that is not known here, as those of another
 * version of the package may.
 */
export function createPackageLoader(): (name: string) => unknown {
  const folder = path.join(path.dirname(require.resolve('@tensorflow/tfjs-node-gpu/package.json')), 'dist');
  const modules = new Map<string, { exports: unknown }>();

  function load(file: string): unknown {
    const loaded = modules.get(file);
    if (loaded) return loaded.exports;
    const module = { exports: {} as unknown };
    modules.set(file, module);
    const run = compileFunction(readFileSync(file, 'utf8'), ['exports', 'require', 'module'], { filename: file });
    run.call(module.exports, module.exports, (name: string) => resolve(name, file), module);
    return module.exports;
  }

  function resolve(name: string, from: string): unknown {
    if (Object.hasOwn(given, name)) return given[name]!();
    // Its writer for TensorBoard, which nothing here calls.
    if (name.endsWith('/proto/api_pb')) return {};
    if (name.startsWith('.')) return load(`${path.join(path.dirname(from), name)}.js`);
    throw new Error(
      `A module of @tensorflow/tfjs-node-gpu is not the one known here. Expected: ${Object.keys(given).join(', ')}. Received: ${name} in ${path.basename(from)}.`,
    );
  }

  return (name) => load(path.join(folder, `${name}.js`));
}
