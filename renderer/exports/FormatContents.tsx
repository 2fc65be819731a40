import { Button, CopyButton } from '@mantine/core';
import { text } from '../messages/text.ts';
import { Glyph } from '../parts/Glyph.tsx';
import parts from '../parts/parts.module.css';
import styles from './export-page.module.css';
import { contentsOf, type FormatLook, usageOf } from './formats.ts';

interface FormatContentsProps {
  readonly look: FormatLook;
  /** The file or folder: where it was written, or what it will be called. */
  readonly path: string;
}

/** What is in a format's file or folder, and how to use it where it goes. */
export function FormatContents({ look, path }: FormatContentsProps) {
  const code = usageOf(look.format, path);
  return (
    <section className={styles.contents} aria-label={text('exports.contents')}>
      <div>
        <header className={styles.contentsHead}>
          <h2>{text(look.makes === 'file' ? 'exports.inFile' : 'exports.inFolder')}</h2>
        </header>
        <dl className={styles.files}>
          {contentsOf(look.format).map(({ name, about }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text(`exports.${about}`)}</dd>
            </div>
          ))}
        </dl>
      </div>
      <div>
        <header className={styles.contentsHead}>
          <h2 className={parts.grow}>{text('exports.use')}</h2>
          <CopyButton value={code}>
            {({ copied, copy }) => (
              <Button
                size="compact-xs"
                variant="subtle"
                leftSection={<Glyph name={copied ? 'check' : 'copy'} size={12} />}
                onClick={copy}
              >
                {text(copied ? 'exports.copied' : 'exports.copy')}
              </Button>
            )}
          </CopyButton>
        </header>
        <p className={styles.note}>{text(look.format === 'tfjs' ? 'exports.useUnprepared' : 'exports.usePrepared')}</p>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
        <pre className={styles.code} tabIndex={0}>
          {code}
        </pre>
      </div>
    </section>
  );
}
