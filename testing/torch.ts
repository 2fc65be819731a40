import { spawnSync } from 'node:child_process';
import { type PythonProcess, startPythonProcess } from './python-process.ts';

/** A Python process with PyTorch on the CPU. In scope: `torch`, `np` and `listed(x)` (tensors and arrays to nested lists). */
export type Torch = PythonProcess;

/** Debian's PyTorch belongs to Debian's Python, and another may come before it in the PATH. */
const candidates = ['python3', '/usr/bin/python3'];

/** The Python with PyTorch: LAYERLOOM_TORCH_PYTHON, which `npm test` gives a value, else one that is installed. Null if none has it. */
export function findTorchPython(): string | null {
  if (process.env.LAYERLOOM_TORCH_PYTHON !== undefined) return process.env.LAYERLOOM_TORCH_PYTHON || null;
  const hasTorch = (python: string) => spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0;
  return candidates.find(hasTorch) ?? null;
}

/** Starts real PyTorch as the judge of PyTorch source; `close` ends it. */
export function startTorch(python: string): Torch {
  return startPythonProcess(python, './torch-oracle.py', 'PyTorch', { OMP_NUM_THREADS: '1' });
}
