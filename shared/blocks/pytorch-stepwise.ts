import type { PyTorchHelper } from './pytorch-form.ts';

/**
 * Masks for any recurrent layer, PyTorch's fast ones too: what the layer would pass over is moved behind what counts, where it changes
 * nothing of what is taken from the outputs.
 */
export const skipMasked: PyTorchHelper = {
  name: 'skip_masked',
  source: `def skip_masked(layer, x, mask):
    """The outputs of a layer that passes over masked steps: there the last stays."""
    order = mask.int().sort(dim=1, descending=True, stable=True).indices.unsqueeze(-1)
    outputs = layer(x.gather(1, order.expand_as(x)))[0]
    latest = (mask.cumsum(1) - 1).unsqueeze(-1)
    outputs = outputs.gather(1, latest.clamp(min=0).expand_as(outputs))
    return torch.where(latest < 0, torch.zeros_like(outputs), outputs)`,
};

/** Dropout as Keras's cells have it: for each gate a choice of its own if the state is dropped, the same at all steps. */
const gateProducts: PyTorchHelper = {
  name: 'gate_products',
  source: `def keep_factors(x, size, rate, gates, training):
    """Factors of dropout for each gate, the same at all steps."""
    return F.dropout(x.new_ones(gates, x.size(0), size), rate, training)


def gate_products(x, weight, factors):
    """x times the part of the weight of each gate, after the dropout of that gate."""
    parts = weight.chunk(len(factors))
    return torch.cat([F.linear(x * kept, part) for kept, part in zip(factors, parts)], -1)`,
};

interface Stepwise {
  readonly base: string;
  readonly gates: number;
  readonly settings: readonly string[];
  readonly doc: string;
  /** The state that a step takes and gives, of which the first is the output. */
  readonly state: readonly string[];
  readonly step: string;
}

/** A class in place of PyTorch's own that goes step by step, for what that does not know. */
function defineStepwise({ base, gates, settings, doc, state, step }: Stepwise): PyTorchHelper {
  const names = settings.map((setting) => setting.split('=')[0]!);
  const all = ['self', 'input_size', 'hidden_size', 'bias=True', ...settings, 'input_dropout=0.0', 'state_dropout=0.0'];
  const start = state.length === 1 ? '(start,)' : `(${state.map(() => 'start').join(', ')})`;
  return {
    name: `Stepwise${base}`,
    uses: [gateProducts],
    source: `class Stepwise${base}(nn.${base}):
    """${doc}"""

    def __init__(
${all.map((text) => `        ${text},`).join('\n')}
    ):
        super().__init__(input_size, hidden_size, bias=bias, batch_first=True)
${names.map((name) => `        self.${name} = ${name}`).join('\n')}
        self.input_dropout = input_dropout
        self.state_dropout = state_dropout

    def forward(self, x):
        gates = ${gates} if self.state_dropout > 0 else 1
        of_input = keep_factors(x, x.size(2), self.input_dropout, gates, self.training)
        of_state = keep_factors(x, self.hidden_size, self.state_dropout, gates, self.training)
        x = gate_products(x, self.weight_ih_l0, of_input.unsqueeze(2))
        if self.bias:
            x = x + self.bias_ih_l0
        start = x.new_zeros(x.size(0), self.hidden_size)
        state = ${start}
        outputs = []
        for t in range(x.size(1)):
            state = self.step(x[:, t], *state, of_state)
            outputs.append(state[0])
        return torch.stack(outputs, 1), state

    def step(self, x, ${state.join(', ')}, of_state):
${step}`,
  };
}

const gatedSettings = ['activation=torch.tanh', 'recurrent_activation=torch.sigmoid'];

/** An LSTM with other activations, or with dropout of the state. */
export const stepwiseLstm = defineStepwise({
  base: 'LSTM',
  gates: 4,
  settings: gatedSettings,
  doc: 'An LSTM with any activations and with dropout of the state, as in Keras.',
  state: ['h', 'c'],
  step: `        gates = x + gate_products(h, self.weight_hh_l0, of_state)
        i, f, g, o = gates.chunk(4, 1)
        i, f, o = [self.recurrent_activation(gate) for gate in (i, f, o)]
        c = f * c + i * self.activation(g)
        return o * self.activation(c), c`,
});

/** The same for a GRU, whose reset may come before the product with the state. */
export const stepwiseGru = defineStepwise({
  base: 'GRU',
  gates: 3,
  settings: [...gatedSettings, 'reset_after=True'],
  doc: 'A GRU with any activations and with dropout of the state, as in Keras.',
  state: ['h'],
  step: `        x_r, x_z, x_n = x.chunk(3, 1)
        w_r, w_z, w_n = self.weight_hh_l0.chunk(3)
        b_r, b_z, b_n = self.bias_hh_l0.chunk(3) if self.bias else (None, None, None)
        kept_r, kept_z, kept_n = of_state.expand(3, -1, -1)
        r = self.recurrent_activation(x_r + F.linear(h * kept_r, w_r, b_r))
        z = self.recurrent_activation(x_z + F.linear(h * kept_z, w_z, b_z))
        if self.reset_after:
            n = self.activation(x_n + r * F.linear(h * kept_n, w_n, b_n))
        else:
            n = self.activation(x_n + F.linear(r * h * kept_n, w_n, b_n))
        return (z * h + (1 - z) * n,)`,
});

/** The same for a SimpleRNN. */
export const stepwiseRnn = defineStepwise({
  base: 'RNN',
  gates: 1,
  settings: ['activation=torch.tanh'],
  doc: 'A simple RNN with any activation and with dropout of the state, as in Keras.',
  state: ['h'],
  step: '        return (self.activation(x + gate_products(h, self.weight_hh_l0, of_state)),)',
});
