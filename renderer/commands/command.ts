import { levelOf } from '../../shared/graph/level.ts';
import type { Sentence } from '../../shared/messages/sentence.ts';
import { type MessageKey, sentence } from '../messages/text.ts';
import type { ProjectDocument } from '../store/document-slice.ts';
import type { Editor } from '../store/editor.ts';
import type { EditorState } from '../store/state.ts';
import type { Selection } from '../store/view-slice.ts';

/** What an edit gives: the project after it, and what is selected then, where that changes. */
export interface Edited {
  readonly project: ProjectDocument;
  readonly select?: Partial<Selection>;
}

interface CommandOf<Kind extends string, Args> {
  readonly kind: Kind;
  /** `area:verb`, for tests and telling commands apart. */
  readonly id: string;
  readonly label: MessageKey;
  /** Keys that run it, such as `mod+z`; the first is shown. */
  readonly shortcuts?: readonly string[];
  /** What it works on when a shortcut, a menu or the search runs it; null where there is nothing to do. */
  from?(state: EditorState): Args | null;
}

/** Changes the project; pure, and its undo is the document before it. `at` is the id of the graph on the canvas. */
export interface EditCommand<Args> extends CommandOf<'edit', Args> {
  run(project: ProjectDocument, args: Args, at: string): Edited;
  /** What it does, in the words of one step of the history; left out where its label says all. `project` is that before it. */
  step?(project: ProjectDocument, args: Args, at: string): Sentence;
}

/** Changes the view, asks the host, or both; never undone. */
export interface ActionCommand<Args> extends CommandOf<'action', Args> {
  run(editor: Editor, args: Args): void | Promise<void>;
}

export type Command<Args> = EditCommand<Args> | ActionCommand<Args>;

/** Declares a command that edits the project. */
export function editCommand<Args>(command: Omit<EditCommand<Args>, 'kind'>): EditCommand<Args> {
  return { kind: 'edit', ...command };
}

/** Declares a command that does something else. */
export function actionCommand<Args>(command: Omit<ActionCommand<Args>, 'kind'>): ActionCommand<Args> {
  return { kind: 'action', ...command };
}

/** Whether a shortcut, a menu or the search can run it now. */
export function isEnabled<Args>(command: Command<Args>, state: EditorState): boolean {
  return command.from !== undefined && command.from(state) !== null;
}

/** Runs a command; edits with the same gesture in a row are undone as one. */
export function run<Args>(editor: Editor, command: Command<Args>, args: Args, gesture?: string): void {
  if (command.kind === 'action') {
    void command.run(editor, args);
    return;
  }
  const { document, view } = editor.get();
  const at = levelOf(document.project.model, view.level)?.graphId ?? 'main';
  let select: Partial<Selection> | undefined;
  editor.edit(
    command.step?.(document.project, args, at) ?? sentence(command.label),
    (project) => {
      const edited = command.run(project, args, at);
      select = edited.select;
      return edited.project;
    },
    gesture,
  );
  if (select) editor.select(select);
}

/** Runs a command on what the state offers it; false if that is nothing. */
export function runFrom<Args>(editor: Editor, command: Command<Args>): boolean {
  const args = command.from?.(editor.get());
  if (args === undefined || args === null) return false;
  run(editor, command, args);
  return true;
}
