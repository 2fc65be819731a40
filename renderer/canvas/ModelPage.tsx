import { Dock } from '../dock/Dock.tsx';
import { Inspector } from '../inspector/Inspector.tsx';
import { Palette } from '../palette/Palette.tsx';
import { PaletteRail } from '../palette/PaletteRail.tsx';
import { useNarrow } from '../parts/use-narrow.ts';
import { Canvas } from './Canvas.tsx';
import styles from './model-page.module.css';

/** The Model page: palette, canvas with the dock below, inspector. */
export function ModelPage() {
  const narrow = useNarrow();
  return (
    <main className={styles.page}>
      {narrow ? <PaletteRail /> : <Palette />}
      <div className={styles.middle}>
        <Canvas />
        <Dock />
      </div>
      <Inspector />
    </main>
  );
}
