import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { run, runFrom } from '../commands/command.ts';
import { enterGroup, groupSelection, leaveGroup } from '../commands/group-commands.ts';
import { TestEditor } from '../store/test-editor.ts';
import { changedGroups, isChangedInside } from './changed-groups.ts';
import { VersionPicture } from './VersionPicture.tsx';

/** A model with a group in a group, and the ids of both. */
function nested() {
  const session = new TestEditor().chain('Input', 'Dense', 'Dense', 'Output');
  const { editor } = session;
  const groupOf = (blocks: readonly string[]) => {
    editor.select({ blocks });
    runFrom(editor, groupSelection);
    return editor.get().view.selection.blocks[0]!;
  };
  editor.view({ page: 'model' });
  const inner = groupOf(['dense-2']);
  const outer = groupOf(['dense-1', inner]);
  return { session, inner, outer };
}

test('a change deep within groups shows at the group in sight, and names the graph that it is in', () => {
  const { session, inner, outer } = nested();
  const { editor } = session;
  const before = session.project;
  run(editor, enterGroup, outer);
  run(editor, enterGroup, inner);
  session.type('dense-2', 'units', 7);
  const after = session.project;
  expect(after.model.graphs.main).toBe(before.model.graphs.main);
  expect(changedGroups(after.model, before.model).map(({ where }) => where)).toEqual([`${outer} › ${inner}`]);
  const group = (project: typeof before) => project.model.graphs.main!.blocks[outer]!;
  expect(isChangedInside(after.model, group(after), before.model, group(before))).toBe(true);
  expect(isChangedInside(before.model, group(before), before.model, group(before))).toBe(false);
  runFrom(editor, leaveGroup);

  const picture = (graphId?: string) =>
    renderToStaticMarkup(<VersionPicture project={before} open={after} {...(graphId !== undefined && { graphId })} />);
  expect(picture().match(/data-differs="true"/g)).toHaveLength(1);
  expect(picture()).toContain('changed inside');
  const { graphId } = changedGroups(after.model, before.model)[0]!;
  expect(picture(graphId)).toContain('GroupInput');
  expect(picture(graphId).match(/data-differs="true"/g)).toHaveLength(1);
  expect(picture(graphId)).not.toContain('changed inside');
});

test('a group that came or went is no group that changed inside, and neither is one that is the same', () => {
  const { session } = nested();
  const plain = new TestEditor().chain('Input', 'Dense', 'Dense', 'Output').project;
  expect(changedGroups(session.project.model, plain.model)).toEqual([]);
  expect(changedGroups(session.project.model, structuredClone(session.project.model))).toEqual([]);
});
