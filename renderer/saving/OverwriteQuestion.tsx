import { Button, Group, Modal } from '@mantine/core';
import { text } from '../messages/text.ts';
import { useEditorState } from '../store/use-editor.ts';
import type { DiskAnswer } from '../store/view-slice.ts';
import { diskText } from './DiskBanner.tsx';

/** Asks, before files are overwritten that another program or window has changed, which of the two stays. */
export function OverwriteQuestion() {
  const overwriting = useEditorState(({ view }) => view.overwriting);
  const onDisk = useEditorState(({ view }) => view.onDisk);
  const document = useEditorState((state) => state.document);
  const answer = (how: DiskAnswer) => () => overwriting?.answer(how);
  return (
    <Modal
      opened={overwriting !== null}
      onClose={answer('stay')}
      title={text('saving.overwriteTitle')}
      withCloseButton={false}
      size={560}
    >
      {onDisk && <p>{diskText(onDisk, document)}</p>}
      <p>{text(onDisk?.state === 'changed' ? 'saving.overwriteKept' : 'saving.overwriteKeptUnreadable')}</p>
      <Group justify="flex-end" gap={8} mt={20}>
        <Button variant="subtle" mr="auto" onClick={answer('elsewhere')}>
          {text('saving.saveElsewhere')}
        </Button>
        <Button onClick={answer('stay')} data-autofocus>
          {text('saving.overwriteStay')}
        </Button>
        {onDisk?.state === 'changed' && <Button onClick={answer('theirs')}>{text('saving.takeTheirs')}</Button>}
        <Button variant="filled" onClick={answer('mine')}>
          {text('saving.keepMine')}
        </Button>
      </Group>
    </Modal>
  );
}
