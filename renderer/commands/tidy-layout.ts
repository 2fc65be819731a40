import { graphInSight } from '../store/derived.ts';
import { editCommand } from './command.ts';
import { arranged, placesOf, withPlaces } from './places.ts';

/** Puts every block in its place by the order of flow. */
export const tidyLayout = editCommand<true>({
  id: 'layout:tidy',
  label: 'command.tidy',
  shortcuts: ['mod+shift+l'],
  from: (state) => (state.view.page === 'model' && Object.keys(graphInSight(state).blocks).length > 0 ? true : null),
  run(project, _args, at) {
    const places = arranged(project.model.graphs[at]!);
    const before = placesOf(project, at);
    const same = Object.entries(places).every(([id, [x, y]]) => before[id]?.[0] === x && before[id][1] === y);
    return { project: same ? project : withPlaces(project, places, at) };
  },
});
