import type { Json, Param } from '../../shared/blocks/params.ts';
import type { BlockId } from '../../shared/graph/document.ts';
import { run } from '../commands/command.ts';
import { setParam } from '../commands/set-param.ts';
import { useEditor } from '../store/use-editor.ts';
import { ValueField } from './ValueField.tsx';

interface ParamFieldProps {
  readonly block: BlockId;
  readonly param: string;
  readonly spec: Param;
  readonly value: Json | undefined;
}

/** The field of one param of a block, made from its spec. */
export function ParamField({ block, param, spec, value }: ParamFieldProps) {
  const editor = useEditor();
  return (
    <ValueField
      spec={spec}
      value={value}
      onValue={(next, gesture) =>
        run(editor, setParam, { block, param, value: next }, gesture ? `param ${block} ${param}` : undefined)
      }
      onDone={() => editor.endGesture()}
    />
  );
}
