import { Button, Menu } from '@mantine/core';
import type { Param } from '../../shared/blocks/params.ts';
import type { BlockId } from '../../shared/graph/document.ts';
import { isGroup } from '../../shared/graph/level.ts';
import { shapeWords } from '../../shared/messages/problem.ts';
import { parametersText } from '../canvas/cards/cards.ts';
import { listed } from '../commands/all-commands.ts';
import { frameSelection } from '../commands/annotation-commands.ts';
import { CommandItems } from '../commands/CommandItems.tsx';
import { run } from '../commands/command.ts';
import { deleteSelection } from '../commands/delete-selection.ts';
import { duplicate } from '../commands/duplicate.ts';
import { enterGroup, groupSelection, ungroupSelection } from '../commands/group-commands.ts';
import { makeIndependent, placesBeside } from '../commands/independent-group.ts';
import { renameBlock } from '../commands/rename-block.ts';
import { wordedBlock } from '../messages/definitions.ts';
import { inWords, text } from '../messages/text.ts';
import { categoryNames } from '../palette/categories.ts';
import { BlockTile } from '../parts/BlockTile.tsx';
import { Glyph } from '../parts/Glyph.tsx';
import { useEditor, useEditorState, useScene } from '../store/use-editor.ts';
import { AnnotationDetails } from './AnnotationDetails.tsx';
import { BlockDocsSection } from './BlockDocsSection.tsx';
import { BlockProblems } from './BlockProblems.tsx';
import { FoldedParams, foldedGroups } from './FoldedParams.tsx';
import { DraftInput, Field } from './fields.tsx';
import styles from './inspector.module.css';
import { ModelSummary } from './ModelSummary.tsx';
import { ParamField } from './ParamField.tsx';
import { SeveralSelected } from './SeveralSelected.tsx';
import { Weights } from './Weights.tsx';
import { WireDetails } from './WireDetails.tsx';

/** What is selected: what it is, its shapes, its parameters, its weights and cost, what it does. */
export function Inspector() {
  const selection = useEditorState(({ view }) => view.selection);
  const [block, ...others] = selection.blocks;
  return (
    <aside className={styles.inspector} data-panel="inspector" aria-label={text('window.panelInspector')}>
      {block !== undefined && others.length === 0 ? (
        <BlockDetails key={block} id={block} />
      ) : block !== undefined ? (
        <SeveralSelected ids={selection.blocks} />
      ) : selection.annotations.length > 0 ? (
        <AnnotationDetails key={selection.annotations.join()} ids={selection.annotations} />
      ) : selection.wires.length === 1 ? (
        <WireDetails id={selection.wires[0]!} />
      ) : (
        <ModelSummary />
      )}
    </aside>
  );
}

function BlockDetails({ id }: { readonly id: BlockId }) {
  const editor = useEditor();
  const { graph, inference } = useScene();
  const block = graph.blocks[id];
  if (!block) return null;
  const definition = wordedBlock(block.type);
  const facts = inference.facts.get(id);
  const specs: readonly (readonly [string, Param])[] = Object.entries(definition?.params ?? {});
  return (
    <>
      <header className={styles.head}>
        <div className={styles.what}>
          <BlockTile type={block.type} size={36} />
          <div>
            <h2>{block.type}</h2>
            <p>{definition ? text(categoryNames[definition.category]) : text('inspector.unknown')}</p>
          </div>
          <BlockMenu />
        </div>
        {facts && (
          <div className={styles.shapes}>
            <span>
              {facts.inputs.length > 0 && (
                <span>{facts.inputs.map(({ shape }) => inWords(shapeWords(shape))).join(', ')}</span>
              )}
              {facts.inputs.length > 0 && facts.output && <Glyph name="right" size={12} />}
              {facts.output && <b>{inWords(shapeWords(facts.output.shape))}</b>}
            </span>
            <span>{parametersText(facts.parameters)}</span>
          </div>
        )}
        <BlockProblems id={id} />
        {isGroup(block) && <GroupActions id={id} />}
      </header>
      <section className={styles.section} aria-label={text('inspector.parameters')}>
        <Field label={text('inspector.name')}>
          {(field) => (
            <DraftInput
              {...field}
              value={block.name}
              placeholder={text('inspector.namePlaceholder')}
              read={(typed) => ({ ok: true, value: typed.trim() })}
              onValue={(name) => run(editor, renameBlock, { block: id, name }, `rename ${id}`)}
              onDone={() => editor.endGesture()}
            />
          )}
        </Field>
        {specs
          .filter(([, { group }]) => group === 'main')
          .map(([key, spec]) => (
            <ParamField key={key} block={id} param={key} spec={spec} value={block.params[key]} />
          ))}
      </section>
      {foldedGroups.map((group) => (
        <FoldedParams
          key={group}
          group={group}
          specs={specs.filter(([, spec]) => spec.group === group)}
          params={block.params}
          field={(key, spec) => <ParamField key={key} block={id} param={key} spec={spec} value={block.params[key]} />}
        />
      ))}
      {facts && <Weights id={id} facts={facts} />}
      {definition && <BlockDocsSection definition={definition} />}
    </>
  );
}

/** What can be done with a group, and where else its graph stands. */
function GroupActions({ id }: { readonly id: BlockId }) {
  const editor = useEditor();
  const beside = useEditorState((state) => placesBeside(state, id));
  return (
    <>
      <div className={styles.buttons}>
        <Button onClick={() => run(editor, enterGroup, id)}>{text('command.enterGroup')}</Button>
        <Button onClick={() => run(editor, ungroupSelection, id)}>{text('command.ungroup')}</Button>
      </div>
      {beside > 0 && (
        <div className={styles.shared}>
          <p>{text(beside === 1 ? 'inspector.groupSharedOnce' : 'inspector.groupShared', { count: beside })}</p>
          <Button onClick={() => run(editor, makeIndependent, id)}>{text('command.makeIndependent')}</Button>
        </div>
      )}
    </>
  );
}

/** What can be done with the block; it is the one that is selected. */
const menuGroups = [
  [listed(duplicate), listed(groupSelection), listed(makeIndependent), listed(frameSelection)],
  [listed(deleteSelection)],
];

function BlockMenu() {
  return (
    <Menu position="bottom-end" width={208}>
      <Menu.Target>
        <Button variant="subtle" px={6} aria-label={text('inspector.more')}>
          <Glyph name="dots" />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <CommandItems groups={menuGroups} />
      </Menu.Dropdown>
    </Menu>
  );
}
