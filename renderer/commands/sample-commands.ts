import { actionCommand } from './command.ts';

/** Shows rows of the data as they were read, or as the model sees them. */
export const toggleSample = actionCommand<true>({
  id: 'view:sample',
  label: 'augmentation.doShowSample',
  shortcuts: ['mod+shift+e'],
  from: ({ view }) => (view.page === 'data' && view.dataset.state === 'ready' ? true : null),
  run: (editor) => editor.view({ dataView: editor.get().view.dataView === 'sample' ? 'source' : 'sample' }),
});
