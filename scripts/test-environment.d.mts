/** Which Python environment: its variable, its folder in `.cache`, its file of requirements. */
export interface PythonEnvironment {
  readonly variable: string;
  readonly name: string;
  readonly requirements: string;
}
export const pythonForTests: PythonEnvironment;
export const pythonForBenchmarks: PythonEnvironment;
export const pythonForTraining: PythonEnvironment;

/** What was got, or why not and what to do. */
export type Got =
  | { readonly path: string }
  | { readonly path?: undefined; readonly reason: string; readonly remedy: string };
export function ensurePython(root: string, environment: PythonEnvironment): Got;
export function ensureChromium(): Promise<Got>;
/** A Python with PyTorch. */
export function ensureTorch(): Got;
