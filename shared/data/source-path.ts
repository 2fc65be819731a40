/** Whether a path is absolute on any system: `/data`, `C:\data`, `\\server\data`. Such a path starts in no folder of a project. */
export function isAbsoluteAnywhere(path: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:[\\/])/.test(path);
}

/**
 * Whether a relative path stays, on every system, in the folder that it starts from: where `\` separates names, as on Windows, and where it is
 * a sign in one. `C:data` starts on a drive of Windows, which also takes `.. ` for `..`.
 */
export function staysInside(path: string): boolean {
  if (isAbsoluteAnywhere(path) || /^[A-Za-z]:/.test(path)) return false;
  return [path.split('/'), path.split(/[\\/]/)].every(staysBelow);
}

/** Whether names one after the other never lead above the folder that they start from. */
function staysBelow(names: readonly string[]): boolean {
  let depth = 0;
  for (const name of names) {
    if (/^\.\.[. ]*$/.test(name)) depth -= 1;
    else if (name !== '' && name !== '.') depth += 1;
    if (depth < 0) return false;
  }
  return true;
}
