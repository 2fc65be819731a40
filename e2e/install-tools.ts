import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bindingFile, operationsFile, packFolder } from '../electron/data/packs/engine-packs.ts';
import { fakeWheelFiles, fakeWheelName, makeWheel } from '../testing/fake-pack.ts';

/** What pip says of the size of its download, and how much of it there is while it is held up. */
export const download = { said: '275 MB', done: '120 MB' } as const;

/**
 * The programs that an install finds on a machine, played by shell scripts: a Python whose pip hands over a small wheel, and a compiler
 * whose binding and operations are those of the pack that is installed for tests, which find their libraries by the environment.
 */
export interface InstallTools {
  /** What the host's environment has to be, so that it finds these programs and no others. */
  readonly environment: Readonly<Record<string, string>>;
  /** Lets downloads go on that are held up half-way, and all later ones. */
  release(): Promise<void>;
  /** Has pip find no such package, or find it again. */
  setIndex(has: 'package' | 'nothing'): Promise<void>;
}

/** Makes the programs in a folder, with a compiler or without one. */
export async function makeInstallTools(folder: string, hasCompiler: boolean): Promise<InstallTools> {
  const bin = join(folder, 'bin');
  const file = (name: string) => join(folder, name);
  await mkdir(join(folder, 'node', 'include', 'node'), { recursive: true });
  await mkdir(bin, { recursive: true });
  await writeFile(file(fakeWheelName()), makeWheel(fakeWheelFiles()));
  // Asked for where Node has no headers beside it, so that nothing is downloaded for them.
  await writeFile(file('node/include/node/node_api.h'), '');
  const script = async (name: string, text: string) => {
    await writeFile(join(bin, name), `#!/bin/sh\nPATH=/usr/local/bin:/usr/bin:/bin\n${text}`);
    await chmod(join(bin, name), 0o755);
  };
  const answer = JSON.stringify({ executable: join(bin, 'python3'), major: 3, minor: 12, usual: true, pip: true });
  await script(
    'python3',
    `case "$1 $2" in
*find_spec*) echo '${answer}' ;;
*sys.executable*) printf '%s' '${join(bin, 'python3')}' ;;
*version_info*) echo 3.12.0 ;;
'-m pip')
  while [ "$1" != --dest ]; do shift; done
  if [ -e '${file('nothing')}' ]; then
    echo 'ERROR: Could not find a version that satisfies the requirement (from versions: none)' >&2
    echo 'ERROR: No matching distribution found' >&2
    exit 1
  fi
  echo 'Downloading ${fakeWheelName()} (${download.said})'
  # A file without content has its size and takes no room.
  truncate --size=120MB "$TMPDIR/${fakeWheelName()}"
  while [ ! -e '${file('released')}' ]; do sleep 0.05; done
  rm "$TMPDIR/${fakeWheelName()}"
  cp '${file(fakeWheelName())}' "$2/"
  ;;
esac
`,
  );
  const pack = packFolder('tensorflow');
  const made = `mkdir -p made build/Release && cp '${bindingFile(pack)}' made/ && cp '${operationsFile(pack)}' build/Release/`;
  if (hasCompiler) {
    await script('g++', 'exit 0\n');
    await script('make', `[ "$1" = --version ] || { ${made}; }\n`);
  }
  // For programs that look for themselves on the way, such as node-gyp.
  await symlink(process.execPath, join(bin, 'node'));
  return {
    environment: {
      PATH: bin,
      npm_config_nodedir: file('node'),
      LD_LIBRARY_PATH: join(packFolder('tensorflow'), 'deps', 'lib'),
    },
    release: () => writeFile(file('released'), ''),
    async setIndex(has) {
      if (has === 'nothing') await writeFile(file('nothing'), '');
      else await rm(file('nothing'), { force: true });
    },
  };
}
