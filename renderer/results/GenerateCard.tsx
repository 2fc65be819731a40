import { Button, NumberInput, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { mostTokens } from '../../shared/ipc/generation.ts';
import type { Words } from '../../shared/messages/sentence.ts';
import { progressText } from '../data/ReadingState.tsx';
import { inWords, text } from '../messages/text.ts';
import { Strip, Waiting } from '../parts/State.tsx';
import { failureWords } from '../store/editor.ts';
import { newName } from '../store/new-name.ts';
import { useEditor, useEditorState } from '../store/use-editor.ts';
import card from './card.module.css';
import styles from './generate-card.module.css';

/** What was written to a prompt, or is being written; `name` is that for the host. */
type Writing =
  | { readonly state: 'idle' }
  | { readonly state: 'writing'; readonly name: string; readonly prompt: string; readonly grown: string }
  | { readonly state: 'written'; readonly prompt: string; readonly grown: string }
  | { readonly state: 'failed'; readonly reason: Words };

/** Has the model of a run on one long text go on from a prompt. */
export function GenerateCard({ directory }: { readonly directory: string }) {
  const { host } = useEditor();
  const reading = useEditorState(({ runs }) => runs.readings.get(directory)) ?? null;
  const [prompt, setPrompt] = useState('');
  const [tokens, setTokens] = useState<number | string>(200);
  const [temperature, setTemperature] = useState<number | string>(1);
  const [writing, setWriting] = useState<Writing>({ state: 'idle' });
  const underWay = useRef<string | null>(null);
  const cancel = () => {
    if (underWay.current !== null) host.ask('text:cancel', { generating: underWay.current }).catch(() => undefined);
  };
  // Nobody reads on when the page is left.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, at the end
  useEffect(() => cancel, []);
  const canBegin = prompt !== '' && typeof tokens === 'number' && typeof temperature === 'number';

  async function begin(): Promise<void> {
    if (!canBegin || underWay.current !== null) return;
    const name = newName();
    underWay.current = name;
    setWriting({ state: 'writing', name, prompt, grown: '' });
    const stopHearing = host.on('text:grown', ({ generating, text: grown }) => {
      if (generating === name) setWriting({ state: 'writing', name, prompt, grown });
    });
    try {
      const seed = crypto.getRandomValues(new Uint32Array(1))[0]!;
      const asked = { directory, prompt, tokens: tokens as number, temperature: temperature as number, seed };
      const answer = await host.ask('text:generate', { ...asked, generating: name });
      setWriting({ state: 'written', prompt, grown: answer.text });
    } catch (error) {
      setWriting({ state: 'failed', reason: failureWords(error) });
    } finally {
      stopHearing();
      underWay.current = null;
    }
  }

  return (
    <section className={`${card.card} ${styles.generate}`} aria-label={text('results.generate')}>
      <header className={card.cardHead}>
        <h2>{text('results.generate')}</h2>
      </header>
      <form
        className={styles.fields}
        onSubmit={(event) => {
          event.preventDefault();
          void begin();
        }}
      >
        <TextInput
          size="xs"
          label={text('results.generatePrompt')}
          placeholder={text('results.generatePromptHint')}
          value={prompt}
          onChange={({ currentTarget }) => setPrompt(currentTarget.value)}
        />
        <NumberInput
          size="xs"
          label={text('results.generateTokens')}
          value={tokens}
          min={1}
          max={mostTokens}
          step={50}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="strict"
          onChange={setTokens}
        />
        <NumberInput
          size="xs"
          label={text('results.generateTemperature')}
          title={text('results.generateTemperatureHelp')}
          value={temperature}
          min={0}
          max={100}
          step={0.1}
          allowNegative={false}
          clampBehavior="strict"
          onChange={setTemperature}
        />
        {writing.state === 'writing' ? (
          <Button key="stop" size="xs" variant="default" onClick={cancel}>
            {text('results.generateStop')}
          </Button>
        ) : (
          <Button key="start" size="xs" variant="light" type="submit" disabled={!canBegin}>
            {text('results.generateStart')}
          </Button>
        )}
      </form>
      {writing.state === 'failed' && (
        <Strip tone="failed" title={text('results.generateFailed')} text={inWords(writing.reason)} />
      )}
      {writing.state === 'writing' && writing.grown === '' && (
        <Waiting text={reading ? progressText(reading) : text('results.generating')} />
      )}
      {(writing.state === 'writing' || writing.state === 'written') && writing.grown !== '' && (
        <p className={styles.text} role="log" aria-label={text('results.generated')}>
          <span className={styles.given}>{writing.prompt}</span>
          {writing.grown}
        </p>
      )}
    </section>
  );
}
