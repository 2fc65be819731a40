import { Button, Group, Modal } from '@mantine/core';
import { text } from '../messages/text.ts';
import { useEditorState } from '../store/use-editor.ts';

/** Asks whether a file that was dropped takes the place of the data that the project learns from. */
export function ReplaceDataQuestion() {
  const replacing = useEditorState(({ view }) => view.replacingData);
  return (
    <Modal
      opened={replacing !== null}
      onClose={() => replacing?.answer(false)}
      title={replacing ? text('data.replaceTitle', { name: replacing.name }) : ''}
      withCloseButton={false}
      size={480}
    >
      <p>{text('data.replaceText')}</p>
      <Group justify="flex-end" gap={8} mt={20}>
        <Button onClick={() => replacing?.answer(false)} data-autofocus>
          {text('data.replaceKeep')}
        </Button>
        <Button variant="filled" onClick={() => replacing?.answer(true)}>
          {text('data.replaceUse')}
        </Button>
      </Group>
    </Modal>
  );
}
