import { Tooltip } from '@mantine/core';
import { text } from '../messages/text.ts';
import { useEditorState } from '../store/use-editor.ts';
import styles from './top-bar.module.css';

/** Which engine trains, and on what device; the reason is a hover away. */
export function EngineChip() {
  const engines = useEditorState(({ view }) => view.engines);
  const chosen = useEditorState(({ document }) => document.project.training.engine);
  const engine =
    engines?.find(({ name, state }) => state === 'ready' && (chosen === 'auto' || name === chosen)) ?? null;
  const words = engine ? engine.name : engines === null ? text('window.engineLooking') : text('window.engineNone');
  const help = engine
    ? text('window.engineHelp', { device: `${engine.name} ${engine.version}, ${engine.device}`, reason: engine.reason })
    : (engines?.[0]?.reason ?? words);
  return (
    <Tooltip label={`${help} ${text('window.engineStays')}`}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its tooltip must be reachable by keyboard */}
      <span className={styles.chip} tabIndex={0} data-state={engine ? 'ready' : engines === null ? 'looking' : 'none'}>
        <span className={styles.dot} />
        <span>{words}</span>
        {engine && <span className={styles.device}>· {engine.device}</span>}
      </span>
    </Tooltip>
  );
}
