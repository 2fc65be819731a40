import { useMediaQuery } from '@mantine/hooks';
import { Dock } from '../dock/Dock.tsx';
import { Inspector } from '../inspector/Inspector.tsx';
import { Palette } from '../palette/Palette.tsx';
import { PaletteRail } from '../palette/PaletteRail.tsx';
import { Canvas } from './Canvas.tsx';
import styles from './model-page.module.css';

/** The Model page: palette, canvas with the dock below, inspector. */
export function ModelPage() {
  const narrow = useMediaQuery('(max-width: 1100px)', window.innerWidth <= 1100, { getInitialValueInEffect: false });
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
