import { Menu } from '@mantine/core';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { wordsOf } from '../../shared/ipc/port.ts';
import type { Template } from '../../shared/ipc/project.ts';
import { run } from '../commands/command.ts';
import { newFromFile, newFromFolder, newProject, open } from '../commands/file-commands.ts';
import { shownTheme, toggleTheme } from '../commands/view-commands.ts';
import { useDropFiles } from '../files/use-drop-files.ts';
import { inWords, text } from '../messages/text.ts';
import { Brand } from '../parts/Brand.tsx';
import { Glyph } from '../parts/Glyph.tsx';
import { IconButton, Keys } from '../parts/IconButton.tsx';
import type { Loaded } from '../parts/loaded.ts';
import { State, Waiting } from '../parts/State.tsx';
import { FoundDrafts } from '../saving/FoundDrafts.tsx';
import { createProject, createProjectForData, openProject } from '../store/projects.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import { EngineChip } from '../topbar/EngineChip.tsx';
import { LanguageSwitch } from '../topbar/LanguageSwitch.tsx';
import { RecentProjects } from './RecentProjects.tsx';
import { StarterCard } from './StarterCard.tsx';
import styles from './start-page.module.css';

/** Where the window begins: starters, recent projects, and ways to open or begin one. */
export function StartPage() {
  const editor = useEditor();
  const theme = useEditorState(({ view }) => shownTheme(view.theme));
  const connection = useEditorState(({ view }) => view.connection);
  const [templates, setTemplates] = useState<Loaded<readonly Template[]>>({ state: 'loading' });
  const { isOver, handlers } = useDropFiles((path) => void createProjectForData(editor, path));
  useEffect(() => {
    if (connection !== 'connected') return;
    editor.host.ask('templates:list', null).then(
      (value) => setTemplates({ state: 'ready', value }),
      (error: unknown) => setTemplates({ state: 'failed', reason: wordsOf(error) }),
    );
  }, [connection, editor]);
  return (
    <main className={styles.page} data-drop={isOver || undefined} {...handlers}>
      <aside className={styles.side} data-panel="start" aria-label={text('start.projects')}>
        <div className={styles.brand}>
          <Brand size={24} />
          <h1>{text('window.name')}</h1>
          <LanguageSwitch />
          <IconButton
            glyph={theme === 'dark' ? 'moon' : 'sun'}
            label={text(theme === 'dark' ? 'window.themeLight' : 'window.themeDark')}
            onClick={() => run(editor, toggleTheme, true)}
          />
        </div>
        <button
          type="button"
          className={styles.big}
          data-primary
          disabled={connection !== 'connected'}
          onClick={() => run(editor, newProject, true)}
        >
          <Glyph name="plus" />
          <span>{text('start.new')}</span>
        </button>
        <Menu position="bottom-start" width="target">
          <Menu.Target>
            <button type="button" className={styles.big} disabled={connection !== 'connected'}>
              <Glyph name="table" />
              <span>{text('start.newFromData')}</span>
              <Glyph name="down" size={14} />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => run(editor, newFromFile, true)}>{text('start.ownFile')}</Menu.Item>
            <Menu.Item onClick={() => run(editor, newFromFolder, true)}>{text('start.ownFolder')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
        <button
          type="button"
          className={styles.big}
          disabled={connection !== 'connected'}
          onClick={() => run(editor, open, true)}
        >
          <Glyph name="folder" />
          <span>{text('start.open')}</span>
          <Keys shortcut="mod+o" />
        </button>
        <RecentProjects onOpen={(directory) => void openProject(editor, directory)} />
        <footer className={styles.foot}>
          <EngineChip />
          <p>{text('window.engineStays')}</p>
        </footer>
      </aside>
      <section className={styles.main} data-panel="starters" aria-labelledby="start-title">
        <FoundDrafts />
        <h2 id="start-title">{text('start.title')}</h2>
        <p className={styles.lead}>{text('start.lead')}</p>
        {templates.state === 'loading' && connection !== 'lost' && <Waiting text={text('start.loading')} />}
        {templates.state === 'failed' && (
          <State glyph="alert" tone="failed" title={text('start.failed')} text={inWords(templates.reason)} />
        )}
        {templates.state === 'ready' && (
          <ul className={styles.gallery} onKeyDown={walkCards}>
            {templates.value.map((template) => (
              <li key={template.name}>
                <StarterCard template={template} onOpen={() => void createProject(editor, template.name)} />
              </li>
            ))}
          </ul>
        )}
        <section className={styles.own} aria-labelledby="start-own">
          <Glyph name="table" />
          <p>
            <b id="start-own">{text('start.ownTitle')}</b> {text(isOver ? 'start.dropHere' : 'start.ownText')}
          </p>
          <button
            type="button"
            className={styles.ownButton}
            disabled={connection !== 'connected'}
            onClick={() => run(editor, newFromFile, true)}
          >
            {text('start.ownFile')}
          </button>
          <button
            type="button"
            className={styles.ownButton}
            disabled={connection !== 'connected'}
            onClick={() => run(editor, newFromFolder, true)}
          >
            {text('start.ownFolder')}
          </button>
        </section>
      </section>
    </main>
  );
}

/** Arrow keys go through the cards. */
function walkCards(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const cards = [...event.currentTarget.querySelectorAll('button')];
  const next = cards[cards.indexOf(document.activeElement as HTMLButtonElement) + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
