import type { BlockExample } from '../../shared/blocks/define-block.ts';
import { sizeOf, type TensorSpec } from '../../shared/blocks/define-block.ts';
import type { AnyBlock } from '../../shared/blocks/index.ts';
import { defaultParams, type Json, type ParamSpecs, type ParamValues } from '../../shared/blocks/params.ts';
import { shapeWords } from '../../shared/messages/problem.ts';
import { parametersText } from '../canvas/cards/cards.ts';
import { valueInHistory } from '../commands/step-words.ts';
import { inWords, text } from '../messages/text.ts';
import type { PaletteEntry } from '../palette/palette-list.ts';
import { Glyph } from '../parts/Glyph.tsx';
import styles from './help.module.css';

interface BlockDocsProps {
  /** In the language that shows. */
  readonly entry: PaletteEntry;
  /** The block type of it; undefined for a group that comes ready-made. */
  readonly definition: AnyBlock | undefined;
}

/** The documentation of a block: what it does, when to use it, what becomes of the shape, and an example of that. */
export function BlockDocs({ entry: { docs, guide }, definition }: BlockDocsProps) {
  return (
    <div className={styles.docs}>
      <p>{docs}</p>
      {guide.when !== '' && (
        <>
          <h3>{text('help.when')}</h3>
          <p>{guide.when}</p>
        </>
      )}
      {guide.shape !== '' && (
        <>
          <h3>{text('help.shape')}</h3>
          <p>{guide.shape}</p>
        </>
      )}
      {definition && guide.example && (
        <>
          <h3>{text('help.example')}</h3>
          <Example definition={definition} example={guide.example} />
        </>
      )}
    </div>
  );
}

function Example({ definition, example }: { readonly definition: AnyBlock; readonly example: BlockExample }) {
  const { inputs, dtype = 'float32', params = {}, output } = example;
  const values = { ...defaultParams(definition.params), ...params } as ParamValues<ParamSpecs>;
  const specs = inputs.map((shape): TensorSpec => ({ shape, dtype, masked: false }));
  const parameters = definition.weights(values, specs).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const shown = (shape: readonly number[]) => inWords(shapeWords(shape));
  const settings = Object.entries(params).map(([key, value]) =>
    text('help.exampleWith', {
      param: definition.params[key]?.label ?? key,
      value: valueInHistory(value as Json, definition.params[key]).replaceAll(' × ', '×'),
    }),
  );
  return (
    <div className={styles.example}>
      <div>
        <span>{inputs.length === 0 ? text('help.exampleNone') : inputs.map(shown).join(' , ')}</span>
        <Glyph name="right" size={12} />
        <b>{output ? shown(output) : text('help.exampleNone')}</b>
        <span className={styles.parameters}>{definition.output ? parametersText(parameters) : ''}</span>
      </div>
      {settings.length > 0 && <div className={styles.settings}>{settings.join(' · ')}</div>}
    </div>
  );
}
