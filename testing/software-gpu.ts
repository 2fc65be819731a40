import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where browsers bring SwiftShader, a graphics card in software: in folders of their own, or in those that Playwright makes. */
const browserFolders = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/usr/lib64/chromium-browser',
  '/opt/google/chrome',
  '/opt/chromium.org/chromium',
];

function playwrightFolders(): readonly string[] {
  const place = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache', 'ms-playwright');
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .filter((name) => name.startsWith('chromium'))
    .flatMap((name) => ['chrome-linux', 'chrome-linux64'].map((folder) => join(place, name, folder)));
}

/**
 * Has the processes that are started with `environment` find SwiftShader, on a Linux without a graphics card, so that WebGPU can be tested
 * there. Vulkan's own variables win. `folder` is for the link to Vulkan's loader.
 */
export function offerSoftwareGpu(environment: NodeJS.ProcessEnv, folder: string): void {
  const hasCard = existsSync('/dev/dri') || existsSync('/dev/nvidia0');
  if (process.platform !== 'linux' || hasCard || environment.VK_ICD_FILENAMES || environment.VK_DRIVER_FILES) return;
  const needed = ['libvulkan.so.1', 'vk_swiftshader_icd.json'];
  const chosen = environment.LAYERLOOM_CHROMIUM ? [dirname(environment.LAYERLOOM_CHROMIUM)] : [];
  const found = [...chosen, ...browserFolders, ...playwrightFolders()].find((place) =>
    needed.every((file) => existsSync(join(place, file))),
  );
  if (!found) return;
  // The loader alone: the other libraries there are the browser's own affair.
  mkdirSync(folder, { recursive: true });
  const link = join(folder, 'libvulkan.so.1');
  if (!existsSync(link)) symlinkSync(join(found, 'libvulkan.so.1'), link);
  environment.LD_LIBRARY_PATH = [folder, environment.LD_LIBRARY_PATH].filter(Boolean).join(':');
  environment.VK_ICD_FILENAMES = join(found, 'vk_swiftshader_icd.json');
}
