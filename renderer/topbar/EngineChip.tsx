import { Tooltip } from '@mantine/core';
import { engineMessages } from '../../shared/messages/en.ts';
import { say } from '../../shared/messages/sentence.ts';
import { run } from '../commands/command.ts';
import { showEngines } from '../commands/view-commands.ts';
import { defaultEngine } from '../engines/default-engine.ts';
import { workShare, workTitle } from '../engines/engine-words.ts';
import { inList, inWords, text } from '../messages/text.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import styles from './top-bar.module.css';

/** Which engine trains, and on what device; the reason is a hover away, and all engines a click. Tells of one that is being installed. */
export function EngineChip() {
  const editor = useEditor();
  const engines = useEditorState(({ view }) => view.engines);
  const here = useEditorState(({ view }) => view.page === 'engines');
  const chosen = useEditorState(({ document }) => document.project.training.engine);
  const work = useEditorState(({ view }) => view.engineWork && workTitle(view.engineWork));
  const action = useEditorState(({ view }) => view.engineWork?.action ?? null);
  const percent = useEditorState(({ view }) => {
    const share = view.engineWork && workShare(view.engineWork);
    return share === null ? null : Math.floor(share * 100);
  });
  const named = engines?.find(({ name, state }) => state === 'ready' && name === chosen) ?? null;
  const engine = chosen === 'auto' && engines ? defaultEngine(engines) : named;
  const words = engine ? engine.name : engines === null ? text('window.engineLooking') : text('window.engineNone');
  const help = engine
    ? text('window.engineHelp', {
        device: inList([`${engine.name} ${engine.version}`, inWords(engine.device)]),
        reason: chosen === 'auto' ? text('training.engineAutoReason') : say(engineMessages['asked-for']),
      })
    : inWords(engines?.[0]?.reason ?? words);
  const stays = text('window.engineStays');
  return (
    <Tooltip
      label={work ? text('window.chipHelpWorking', { work, help, stays }) : text('window.chipHelp', { help, stays })}
    >
      <button
        type="button"
        className={styles.chip}
        data-state={work ? 'working' : engine ? 'ready' : engines === null ? 'looking' : 'none'}
        aria-label={text('window.engineChip', { engine: work ?? words })}
        aria-current={here ? 'page' : undefined}
        onClick={() => run(editor, showEngines, true)}
      >
        <span className={styles.dot} />
        <span className={styles.engine}>{action ? text(`engines.chip-${action}`) : words}</span>
        {action
          ? percent !== null && <span>{text('training.share', { value: percent })}</span>
          : engine && <span className={styles.device}>· {inWords(engine.device)}</span>}
      </button>
    </Tooltip>
  );
}
