import { codeText } from '../../shared/code/code.ts';
import { languageOf } from '../dock/code-languages.ts';
import type { MessageKey } from '../messages/text.ts';
import type { Editor } from '../store/editor.ts';
import type { CodeLanguage } from '../store/view-slice.ts';
import { actionCommand } from './command.ts';
import { copyText } from './copy-text.ts';

/** Puts the model's source, in the language that is chosen, on the clipboard; whether that went well. */
export async function copySource(editor: Editor): Promise<boolean> {
  const { document, view } = editor.get();
  const { model, training } = document.project;
  const code = languageOf(view.codeLanguage).write(model, { name: document.name, training });
  return copyText(editor, codeText(code));
}

/** Shows the model as source in a language, below the canvas. */
function showSource(language: CodeLanguage, label: MessageKey) {
  return actionCommand<true>({
    id: `code:${language}`,
    label,
    from: ({ view }) => (view.page === 'model' ? true : null),
    run: (editor) => editor.view({ codeLanguage: language, dockTab: 'code', dockOpen: true }),
  });
}

/** One for each language. */
export const sourceCommands = [
  showSource('keras', 'command.sourceKeras'),
  showSource('pytorch', 'command.sourcePyTorch'),
  showSource('typescript', 'command.sourceTypeScript'),
] as const;

/** Copies the source of the model in the language that is chosen. */
export const copyCode = actionCommand<true>({
  id: 'code:copy',
  label: 'command.copySource',
  from: ({ view }) => (view.page === 'model' ? true : null),
  run: async (editor) => void (await copySource(editor)),
});
