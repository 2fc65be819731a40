import { describe, expect, it } from 'vitest';
import { installHint, parseDistributions, type System, thisSystem } from './system.ts';

const on = (own: Partial<System>): System => ({
  platform: 'linux',
  arch: 'x64',
  musl: false,
  distributions: [],
  root: false,
  ...own,
});

describe('what is missing is named by the package that brings it', () => {
  it.each([
    ['compiler', on({ distributions: ['debian'] }), 'sudo apt install build-essential'],
    ['pip', on({ distributions: ['ubuntu', 'debian'], root: true }), 'apt install python3-pip'],
    ['compiler', on({ distributions: ['fedora'] }), 'sudo dnf install gcc-c++ make'],
    ['compiler', on({ distributions: ['rocky', 'rhel', 'centos'] }), 'sudo dnf install gcc-c++ make'],
    ['python', on({ distributions: ['arch'] }), 'sudo pacman -S python python-pip'],
    ['compiler', on({ distributions: ['opensuse-leap', 'suse'] }), 'sudo zypper install gcc-c++ make'],
    ['compiler', on({ distributions: ['mine'] }), 'Install g++ and make'],
    ['pip', on({ platform: 'darwin' }), 'xcode-select --install'],
    ['compiler', on({ platform: 'win32' }), 'Install "Visual Studio Build Tools" with "Desktop development with C++"'],
  ] as const)('%s: %o', (need, system, text) => {
    const isWords = text.startsWith('Install ');
    expect(installHint(need, system)).toEqual(
      isWords ? { kind: 'words', words: text } : { kind: 'command', command: text },
    );
  });
});

it('a distribution is known by its own name and by those it descends from', () => {
  expect(parseDistributions('NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\nVERSION_ID="22"\n')).toEqual([
    'linuxmint',
    'ubuntu',
    'debian',
  ]);
  expect(parseDistributions('')).toEqual([]);
});

it('this machine is one of those', () => {
  expect(thisSystem()).toMatchObject({ platform: process.platform, arch: process.arch });
});
