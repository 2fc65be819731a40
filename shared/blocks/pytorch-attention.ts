import { pythonNumber } from '../code/python.ts';
import { causalInPyTorch } from './attention-steps.ts';
import type { TensorSpec } from './define-block.ts';
import type { ComponentValue } from './params.ts';
import { argument, type PyTorchForm, type PyTorchHelper, truth } from './pytorch-form.ts';

/** PyTorch's own wants heads that share the channels of the query, and knows no mask of queries. */
const helper: PyTorchHelper = {
  name: 'MultiHeadAttention',
  source: `class MultiHeadAttention(nn.Module):
    """Attention with heads of any size; the mask is true where a step may look."""

    def __init__(
        self,
        query_size,
        value_size,
        key_size,
        num_heads,
        key_dim,
        value_dim,
        output_size,
        bias=True,
        dropout=0.0,
    ):
        super().__init__()
        self.num_heads = num_heads
        self.dropout = dropout
        self.query = nn.Linear(query_size, num_heads * key_dim, bias=bias)
        self.key = nn.Linear(key_size, num_heads * key_dim, bias=bias)
        self.value = nn.Linear(value_size, num_heads * value_dim, bias=bias)
        self.output = nn.Linear(num_heads * value_dim, output_size, bias=bias)

    def split_heads(self, x):
        return x.reshape(x.size(0), x.size(1), self.num_heads, -1).transpose(1, 2)

    def forward(self, query, value, key, mask=None):
        self.projections = [self.query(query), self.key(key), self.value(value)]
        query, key, value = [self.split_heads(x) for x in self.projections]
        scores = query @ key.transpose(2, 3) / math.sqrt(query.size(3))
        if mask is not None:
            scores = scores.masked_fill(~mask, -1e9)
        shares = scores.softmax(-1)
        if mask is not None and self.dropout > 0:
            shares = shares * mask
        shares = F.dropout(shares, self.dropout, self.training)
        return self.output((shares @ value).transpose(1, 2).flatten(2))`,
};

interface Params {
  readonly numHeads: number;
  readonly keyDim: number;
  readonly valueDim: number | null;
  readonly outputShape: number | null;
  readonly dropout: number;
  readonly useBias: boolean;
  readonly useCausalMask: boolean;
  readonly activityRegularizer: ComponentValue | null;
}

/** MultiHeadAttention in PyTorch. */
export function multiHeadInPyTorch(params: Params, inputs: readonly TensorSpec[]): PyTorchForm {
  const { numHeads, keyDim, useBias, useCausalMask, activityRegularizer } = params;
  const [query, value, key = value] = inputs as readonly [TensorSpec, TensorSpec, TensorSpec?];
  const [ofQuery, ofValue, ofKey] = [query, value, key!].map(({ shape }) => shape[1]!) as [number, number, number];
  const values = params.valueDim ?? keyDim;
  const output = params.outputShape ?? ofQuery;
  const linear = (name: string, inMember: string, from: number, to: number) => [
    {
      weight: `${name}/kernel`,
      attribute: `${inMember}.weight`,
      reshape: [from, to],
      permute: [1, 0],
      shape: [to, from],
    },
    ...(useBias ? [{ weight: `${name}/bias`, attribute: `${inMember}.bias`, shape: [to] }] : []),
  ];
  return {
    members: [
      {
        call: helper.name,
        args: [
          `query_size=${ofQuery}`,
          `value_size=${ofValue}`,
          `key_size=${ofKey}`,
          `num_heads=${numHeads}`,
          `key_dim=${keyDim}`,
          `value_dim=${values}`,
          `output_size=${output}`,
          ...argument('bias', truth(useBias), 'True'),
          ...argument('dropout', pythonNumber(params.dropout, true), '0.0'),
        ],
      },
    ],
    weights: [
      ...linear('query', 'query', ofQuery, numHeads * keyDim),
      ...linear('key', 'key', ofKey, numHeads * keyDim),
      ...linear('value', 'value', ofValue, numHeads * values),
      ...linear('attention_output', 'output', numHeads * values, output),
    ],
    helpers: [helper],
    activity: {
      regularizer: activityRegularizer,
      of: ({ self, name }) => [0, 1, 2].map((at) => `${self()}.projections[${at}]`).concat(name),
    },
    forward({ self, xs, mask, local }) {
      const [q, v, k = v] = xs as [string, string, string?];
      const counts = [0, 1, ...(xs.length > 2 ? [2] : [])].map((index) => mask(index));
      const across = counts.slice(1).filter((one, index, all) => one !== null && all.indexOf(one) === index);
      const seen = [
        ...(counts[0] ? [`${counts[0]}[:, None, :, None]`] : []),
        ...across.map((one) => `${one}[:, None, None, :]`),
        ...(useCausalMask ? [causalInPyTorch(query.shape[0]!, value.shape[0]!, q)] : []),
      ];
      const args = [q, v, k];
      if (seen.length === 0) return `${self()}(${args.join(', ')})`;
      const ofSeen = local('seen');
      const [first, ...others] = seen;
      const before = [`${ofSeen} = ${first}`, ...others.map((other) => `${ofSeen} = ${ofSeen} & ${other}`)];
      return { before, value: `${self()}(${[...args, ofSeen].join(', ')})` };
    },
  };
}
