import { readFileSync } from 'node:fs';
import type { Remedy } from '../../../shared/ipc/engines.ts';
import { packMessages } from '../../../shared/messages/packs.ts';

/** What of this machine decides how a pack is made and what has to be installed for it. */
export interface System {
  /** As in `process.platform` and `process.arch`. */
  readonly platform: string;
  readonly arch: string;
  /** Linux with musl in place of glibc. */
  readonly musl: boolean;
  /** Names of the distribution and of those it descends from, nearest first; empty outside Linux. */
  readonly distributions: readonly string[];
  /** Whether the person may install packages without sudo. */
  readonly root: boolean;
}

/** Things a pack needs of the system. */
export type SystemNeed = 'python' | 'pip' | 'compiler';

/** The machine this runs on. */
export function thisSystem(): System {
  const linux = process.platform === 'linux';
  return {
    platform: process.platform,
    arch: process.arch,
    musl: linux && !hasGlibc(),
    distributions: linux ? readDistributions() : [],
    root: process.getuid?.() === 0,
  };
}

function hasGlibc(): boolean {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return report?.header?.glibcVersionRuntime !== undefined;
}

function readDistributions(): string[] {
  for (const file of ['/etc/os-release', '/usr/lib/os-release']) {
    try {
      return parseDistributions(readFileSync(file, 'utf8'));
    } catch {
      // Not there on every system: the general words are used then.
    }
  }
  return [];
}

/** ID and ID_LIKE of an os-release file. */
export function parseDistributions(text: string): string[] {
  const value = (key: string) => new RegExp(`^${key}=["']?([^"'\n]*)`, 'm').exec(text)?.[1]?.split(/\s+/) ?? [];
  return [...value('ID'), ...value('ID_LIKE')].map((name) => name.toLowerCase()).filter(Boolean);
}

type Install = { readonly command: string; readonly packages: Readonly<Record<SystemNeed, string>> };

const debian: Install = {
  command: 'apt install',
  packages: { python: 'python3 python3-pip', pip: 'python3-pip', compiler: 'build-essential' },
};
const fedora: Install = {
  command: 'dnf install',
  packages: { python: 'python3 python3-pip', pip: 'python3-pip', compiler: 'gcc-c++ make' },
};
const arch: Install = {
  command: 'pacman -S',
  packages: { python: 'python python-pip', pip: 'python-pip', compiler: 'base-devel' },
};
const suse: Install = {
  command: 'zypper install',
  packages: { python: 'python3 python3-pip', pip: 'python3-pip', compiler: 'gcc-c++ make' },
};
const installs: Readonly<Record<string, Install>> = {
  debian,
  ubuntu: debian,
  fedora,
  rhel: fedora,
  centos: fedora,
  arch,
  manjaro: arch,
  suse,
  opensuse: suse,
};

/** What a person does outside of Layerloom. */
export type WhatToDo = NonNullable<Remedy['outside']>;

/** What to run, or to install, so that a need is met on this system. */
export function installHint(need: SystemNeed, { platform, distributions, root }: System): WhatToDo {
  const command = (line: string) => ({ kind: 'command', command: line }) as const;
  if (platform === 'darwin') return command('xcode-select --install');
  if (platform === 'win32') {
    return need === 'compiler'
      ? { kind: 'words', words: packMessages['install-build-tools'] }
      : command('winget install Python.Python.3.12');
  }
  const known = distributions.map((name) => installs[name]).find((install) => install !== undefined);
  if (known) return command(`${root ? '' : 'sudo '}${known.command} ${known.packages[need]}`);
  return { kind: 'words', words: packMessages[`install-${need}`] };
}
