import { Button, Group, Modal } from '@mantine/core';
import { text } from '../messages/text.ts';
import { useEditorState } from '../store/use-editor.ts';

/** Asks whether to save before the project is left. */
export function LeaveQuestion() {
  const leaving = useEditorState(({ view }) => view.leaving);
  const name = useEditorState(({ document: { name } }) => name);
  const answer = (how: 'save' | 'discard' | 'stay') => () => leaving?.answer(how);
  return (
    <Modal
      opened={leaving !== null}
      onClose={answer('stay')}
      title={text('window.leaveTitle', { name })}
      withCloseButton={false}
      size={420}
    >
      <p>{text('window.leaveText')}</p>
      <Group justify="flex-end" gap={8} mt={20}>
        <Button variant="subtle" color="red" mr="auto" onClick={answer('discard')}>
          {text('window.leaveDiscard')}
        </Button>
        <Button onClick={answer('stay')}>{text('window.leaveStay')}</Button>
        <Button variant="filled" onClick={answer('save')} data-autofocus>
          {text('window.leaveSave')}
        </Button>
      </Group>
    </Modal>
  );
}
