import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { type PlacedRepair, repairSentence } from '../../shared/graph/repairs.ts';
import { inWords, text } from '../messages/text.ts';
import type { Editor } from '../store/editor.ts';
import type { GraphPreview, RepairPreview } from '../store/repair-preview.ts';
import type { EditorState } from '../store/state.ts';
import { useEditor } from '../store/use-editor.ts';
import { run, runFrom } from './command.ts';
import { previewRepair, previewRepairAll } from './preview-repair.ts';
import { repair, repairAll } from './repair.ts';
import styles from './repair-preview.module.css';

/** Most changes that are told in words. */
const mostTold = 4;

/** Does a repair; while it is pointed at or has the focus, what it would change shows, on the canvas too. */
export function RepairButton({ way, ...looks }: { readonly way: PlacedRepair } & ButtonProps) {
  const { preview, handlers } = useRepairPreview(way);
  return (
    <RepairTip preview={preview}>
      <Button {...looks} {...handlers}>
        {inWords(repairSentence(way))}
      </Button>
    </RepairTip>
  );
}

/** Does all repairs; shows before what they would change, as a single one does. */
export function RepairAllButton({ children, ...looks }: { readonly children: ReactNode } & ButtonProps) {
  const { preview, handlers } = usePreview(previewRepairAll, (editor) => runFrom(editor, repairAll));
  return (
    <RepairTip preview={preview}>
      <Button {...looks} {...handlers}>
        {children}
      </Button>
    </RepairTip>
  );
}

/** What a button of a repair has to do to show what it would change, and to do it. */
export function useRepairPreview(way: PlacedRepair) {
  return usePreview(
    (state) => previewRepair(state, way),
    (editor) => run(editor, repair, way),
  );
}

function usePreview(make: (state: EditorState) => RepairPreview | null, act: (editor: Editor) => void) {
  const editor = useEditor();
  const [preview, setPreview] = useState<RepairPreview | null>(null);
  const show = () => {
    const made = make(editor.get());
    setPreview(made);
    editor.view({ repairPreview: made });
  };
  const hide = () => {
    setPreview(null);
    editor.view({ repairPreview: null });
  };
  useEffect(() => {
    if (!preview) return;
    // A button that goes while it is pointed at takes its preview along.
    return () => {
      if (editor.get().view.repairPreview === preview) editor.view({ repairPreview: null });
    };
  }, [preview, editor]);
  const handlers = {
    onPointerEnter: show,
    onPointerLeave: hide,
    onFocus: ({ currentTarget }: React.FocusEvent<HTMLElement>) => {
      if (currentTarget.matches(':focus-visible')) show();
    },
    onBlur: hide,
    onClick: () => {
      hide();
      act(editor);
    },
  };
  return { preview, handlers };
}

/** The words of a preview, beside the button. */
export function RepairTip({
  preview,
  children,
}: {
  readonly preview: RepairPreview | null;
  readonly children: ReactNode;
}) {
  return (
    <Tooltip
      opened={preview !== null}
      label={preview && <PreviewWords preview={preview} />}
      position="top"
      transitionProps={{ duration: 0 }}
    >
      {children}
    </Tooltip>
  );
}

function PreviewWords({ preview: { graphs, fewerProblems, problemsLeft } }: { readonly preview: RepairPreview }) {
  const told = graphs.flatMap(linesOf);
  const more = told.length - mostTold;
  return (
    <div className={styles.words}>
      {told.slice(0, mostTold).map((line) => (
        <div key={line}>{line}</div>
      ))}
      {more > 0 && (
        <div>{text(more === 1 ? 'canvas.previewOneMoreChange' : 'canvas.previewMore', { count: more })}</div>
      )}
      <b>
        {problemsLeft === 0 && fewerProblems > 1
          ? text('canvas.previewNoneLeft', { count: fewerProblems })
          : problemsText(fewerProblems)}
      </b>
    </div>
  );
}

function linesOf({ where, added, removed, changes, shapes }: GraphPreview): readonly string[] {
  const within = (title: string) => (where === '' ? title : `${where} › ${title}`);
  return [
    ...added.map(({ type }) => text('canvas.previewAdded', { type: within(type) })),
    ...removed.map(({ title }) => text('canvas.previewRemoved', { title: within(title) })),
    ...[...changes, ...shapes].map(({ title, label, before, after }) =>
      text('canvas.previewChange', { title: within(title), label, before, after }),
    ),
  ];
}

function problemsText(fewer: number): string {
  if (fewer === 0) return text('canvas.previewSame');
  if (fewer === 1) return text('canvas.previewOneFewer');
  if (fewer === -1) return text('canvas.previewOneMore');
  return fewer > 0
    ? text('canvas.previewFewer', { count: fewer })
    : text('canvas.previewMoreProblems', { count: -fewer });
}
