import { problem } from '../messages/problem.ts';
import { defineBlock } from './define-block.ts';
import { int, text } from './params.ts';

/** None of these is ever computed: models are written out without groups first (`shared/graph/expand.ts`). */
function neverComputed(): never {
  throw new Error('A group is written out before a model is computed.');
}

/** A graph of its own that stands as one block in another, once or several times in a row. */
export const group = defineBlock({
  type: 'Group',
  title: 'Group',
  category: 'structure',
  icon: 'group',
  docs: 'Holds several blocks as one, with ports of its own. Repeat it to stack it.',
  guide: {
    when: 'To give a part of a large network a name, to fold it away, or to have it several times. Open it to edit what is inside.',
    shape: 'Each of its outputs has the shape of what is wired to it inside.',
    keywords: ['module', 'subgraph', 'nested', 'stack'],
    example: null,
  },
  inputs: [],
  params: {
    graph: text('Graph', '', { group: 'hidden' }),
    repeat: int('Repeat', 1, {
      min: 1,
      max: 1000,
      help: 'How many copies follow each other, each with weights of its own: what one gives, the next takes.',
    }),
  },
  summary: ({ repeat }) => (repeat > 1 ? [`× ${repeat}`] : []),
  // What is left of groups in a graph that is written out has no graph to hold, or holds itself.
  infer: ({ graph }) => problem('group-graph', { received: graph }),
  forward: neverComputed,
});

/** Where a group's graph takes what is wired into one of its ports. */
export const groupInput = defineBlock({
  type: 'GroupInput',
  title: 'Group input',
  category: 'structure',
  icon: 'group-input',
  docs: 'Gives what is wired into this port of the group.',
  guide: {
    when: 'Inside a group, for each thing that comes in from outside.',
    shape: 'Gives the shape of what comes in.',
    keywords: ['port'],
    example: null,
  },
  inputs: 'none',
  params: {},
  summary: () => [],
  // One that is fed is not left in a graph that is written out.
  infer: () => problem('group-port'),
  forward: neverComputed,
});

/** Where a group's graph gives something out at one of its ports. */
export const groupOutput = defineBlock({
  type: 'GroupOutput',
  title: 'Group output',
  category: 'structure',
  icon: 'group-output',
  docs: 'Gives what is wired into it at this port of the group.',
  guide: {
    when: 'Inside a group, for each thing that goes out of it.',
    shape: 'Gives the shape of what is wired into it.',
    keywords: ['port'],
    example: null,
  },
  output: false,
  params: {},
  summary: () => [],
  // One that is fed is not left in a graph that is written out, but where it stands in no group.
  infer: () => problem('group-port-outside'),
  forward: neverComputed,
});

/** What graphs are put together of, beside blocks that compute. */
export const structures = [group, groupInput, groupOutput] as const;
