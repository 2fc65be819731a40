import type { PyTorchHelper } from './pytorch-form.ts';

/** The loop over the steps, which knows masks. */
const runSteps: PyTorchHelper = {
  name: 'run_steps',
  source: `def run_steps(step, x, mask, state):
    """All outputs of a recurrent layer; where the mask is false, a step changes nothing."""
    outputs = []
    for t in range(x.size(1)):
        after = step(x[:, t], *state)
        if mask is not None:
            counts = mask[:, t, None]
            after = [torch.where(counts, new, old) for new, old in zip(after, state)]
        state = after
        outputs.append(state[0])
    return torch.stack(outputs, 1)`,
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

const uses = [runSteps, gateProducts];

/** The beginning that the three classes have in common. */
function begun(base: string, gates: number, settings: readonly string[], doc: string): string {
  const names = settings.map((setting) => setting.split('=')[0]!);
  const all = ['self', 'input_size', 'hidden_size', 'bias=True', ...settings, 'input_dropout=0.0', 'state_dropout=0.0'];
  return `class Stepwise${base}(nn.${base}):
    """${doc}"""

    def __init__(
${all.map((text) => `        ${text},`).join('\n')}
    ):
        super().__init__(input_size, hidden_size, bias=bias, batch_first=True)
${names.map((name) => `        self.${name} = ${name}`).join('\n')}
        self.input_dropout = input_dropout
        self.state_dropout = state_dropout

    def forward(self, x, mask=None):
        gates = ${gates} if self.state_dropout > 0 else 1
        of_input = keep_factors(x, x.size(2), self.input_dropout, gates, self.training)
        of_state = keep_factors(x, self.hidden_size, self.state_dropout, gates, self.training)
        x = gate_products(x, self.weight_ih_l0, of_input.unsqueeze(2))
        if self.bias:
            x = x + self.bias_ih_l0
        start = x.new_zeros(x.size(0), self.hidden_size)
`;
}

/** An LSTM for what PyTorch's own does not know: masks, other activations, dropout of the state. */
export const stepwiseLstm: PyTorchHelper = {
  name: 'StepwiseLSTM',
  uses,
  source: `${begun(
    'LSTM',
    4,
    ['activation=torch.tanh', 'recurrent_activation=torch.sigmoid'],
    'An LSTM step by step, with masks, any activations and dropout of the state, as in Keras.',
  )}
        def step(x, h, c):
            gates = x + gate_products(h, self.weight_hh_l0, of_state)
            i, f, g, o = gates.chunk(4, 1)
            i, f, o = [self.recurrent_activation(gate) for gate in (i, f, o)]
            c = f * c + i * self.activation(g)
            return o * self.activation(c), c

        return run_steps(step, x, mask, (start, start))`,
};

/** The same for a GRU, whose reset may come before the product with the state. */
export const stepwiseGru: PyTorchHelper = {
  name: 'StepwiseGRU',
  uses,
  source: `${begun(
    'GRU',
    3,
    ['activation=torch.tanh', 'recurrent_activation=torch.sigmoid', 'reset_after=True'],
    'A GRU step by step, with masks, any activations and dropout of the state, as in Keras.',
  )}
        def step(x, h):
            x_r, x_z, x_n = x.chunk(3, 1)
            if self.reset_after:
                state = gate_products(h, self.weight_hh_l0, of_state)
                if self.bias:
                    state = state + self.bias_hh_l0
                h_r, h_z, h_n = state.chunk(3, 1)
                r = self.recurrent_activation(x_r + h_r)
                n = self.activation(x_n + r * h_n)
            else:
                w_r, w_z, w_n = self.weight_hh_l0.chunk(3)
                h_r = F.linear(h * of_state[0], w_r)
                h_z = F.linear(h * of_state[-2 % len(of_state)], w_z)
                r = self.recurrent_activation(x_r + h_r)
                n = self.activation(x_n + F.linear(r * h * of_state[-1], w_n))
            z = self.recurrent_activation(x_z + h_z)
            return (z * h + (1 - z) * n,)

        return run_steps(step, x, mask, (start,))`,
};

/** The same for a SimpleRNN. */
export const stepwiseRnn: PyTorchHelper = {
  name: 'StepwiseRNN',
  uses,
  source: `${begun(
    'RNN',
    1,
    ['activation=torch.tanh'],
    'A simple recurrent layer step by step, with masks, any activation and dropout of the state, as in Keras.',
  )}
        def step(x, h):
            return (self.activation(x + gate_products(h, self.weight_hh_l0, of_state)),)

        return run_steps(step, x, mask, (start,))`,
};
