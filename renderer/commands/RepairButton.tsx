import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { type PlacedRepair, repairSentence } from '../../shared/graph/repairs.ts';
import { inWords, text } from '../messages/text.ts';
import { useEditor } from '../store/use-editor.ts';
import { run } from './command.ts';
import { previewRepair, type RepairPreview } from './preview-repair.ts';
import { repair } from './repair.ts';
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

/** What a button of a repair has to do to show what it would change, and to do it. */
export function useRepairPreview(way: PlacedRepair) {
  const editor = useEditor();
  const [preview, setPreview] = useState<RepairPreview | null>(null);
  const show = () => {
    const made = previewRepair(editor.get(), way);
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
      run(editor, repair, way);
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

function PreviewWords({
  preview: { added, removed, changes, shapes, fewerProblems },
}: {
  readonly preview: RepairPreview;
}) {
  const told = [
    ...added.map(({ type }) => text('canvas.previewAdded', { type })),
    ...removed.map(({ title }) => text('canvas.previewRemoved', { title })),
    ...[...changes, ...shapes].map(({ title, label, before, after }) =>
      text('canvas.previewChange', { title, label, before, after }),
    ),
  ];
  return (
    <div className={styles.words}>
      {told.slice(0, mostTold).map((line) => (
        <div key={line}>{line}</div>
      ))}
      {told.length > mostTold && <div>{text('canvas.previewMore', { count: told.length - mostTold })}</div>}
      <b>{problemsText(fewerProblems)}</b>
    </div>
  );
}

function problemsText(fewer: number): string {
  if (fewer === 0) return text('canvas.previewSame');
  if (fewer === 1) return text('canvas.previewOneFewer');
  if (fewer === -1) return text('canvas.previewOneMore');
  return fewer > 0
    ? text('canvas.previewFewer', { count: fewer })
    : text('canvas.previewMoreProblems', { count: -fewer });
}
