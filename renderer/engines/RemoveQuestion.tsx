import { Button, Group, Modal } from '@mantine/core';
import { text } from '../messages/text.ts';
import { showBytes } from '../training/number-text.ts';

interface RemoveQuestionProps {
  readonly engine: string;
  /** Size of its pack on disk. */
  readonly bytes: number;
  readonly opened: boolean;
  readonly onKeep: () => void;
  readonly onRemove: () => void;
}

/** Asks before an engine's pack goes: it cannot be undone without a download. */
export function RemoveQuestion({ engine, bytes, opened, onKeep, onRemove }: RemoveQuestionProps) {
  return (
    <Modal
      opened={opened}
      onClose={onKeep}
      title={text('engines.removeTitle', { engine })}
      withCloseButton={false}
      size={420}
    >
      <p>
        {bytes > 0 && `${text('engines.removeFrees', { bytes: showBytes(bytes) })} `}
        {text('engines.removeText')}
      </p>
      <Group justify="flex-end" gap={8} mt={20}>
        <Button onClick={onKeep} data-autofocus>
          {text('engines.removeKeep')}
        </Button>
        <Button variant="filled" color="red" onClick={onRemove}>
          {text('engines.remove')}
        </Button>
      </Group>
    </Modal>
  );
}
