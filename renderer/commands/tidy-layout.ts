import { mainGraph } from '../../shared/graph/document.ts';
import { editCommand } from './command.ts';
import { arranged, placesOf, withPlaces } from './places.ts';

/** Puts every block in its place by the order of flow. */
export const tidyLayout = editCommand<true>({
  id: 'layout:tidy',
  label: 'command.tidy',
  shortcuts: ['mod+shift+l'],
  from: ({ document, view }) =>
    view.page === 'model' && Object.keys(mainGraph(document.project.model).blocks).length > 0 ? true : null,
  run(project) {
    const places = arranged(mainGraph(project.model));
    const before = placesOf(project);
    const same = Object.entries(places).every(([id, [x, y]]) => before[id]?.[0] === x && before[id][1] === y);
    return { project: same ? project : withPlaces(project, places) };
  },
});
