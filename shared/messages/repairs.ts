/** Labels of repairs, in English: what pressing the button does. */
export const repairs = {
  'wire-from': 'Wire {value} into it',
  'wire-into': 'Wire it into {value}',
  'add-input': 'Add an Input',
  'add-output': 'Add an Output',
  'remove-wire': 'Remove the wire',
  'set-shape': 'Set the shape to {value}',
  'set-number-type': 'Set the number type to {value}',
  'set-rows': 'Set input dim to {value}',
  'set-units': 'Set units to {value}',
  'set-activation': 'Set the activation to {value}',
  'set-from-logits': 'Set the loss to "from logits"',
  'set-not-from-logits': 'Set the loss to not "from logits"',
  'set-loss': 'Set the loss to {value}',
  'insert-flatten': 'Insert Flatten',
} as const;
