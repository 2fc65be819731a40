/** Parts of sentences: what stands in a sentence as one of its values and has words of its own. */
export const phrases = {
  'two-sentences': '{first} {second}',
  'with-name': '{name}: {text}',
  nothing: 'nothing',
  'no-wire': 'no wire',
  // how a process ended
  'end-signal': 'signal {signal}',
  'end-not-started': 'it did not start',
  'end-code': 'exit code {code}',
  // shapes
  'one-number': 'one number',
  'rank-one': '{shape} (1 dimension)',
  rank: '{shape} ({count} dimensions)',
  picture: 'height×width×channels',
  series: 'time×features',
  'one-channel': '1 channel',
  channels: '{channels} channels',
  'channels-and-filters': '{channels} channels, {filters} filters',
  // targets and parts of the data
  'a-number': 'a number',
  'of-classes': 'one of {classes} classes',
  'part-train': 'train',
  'part-validation': 'validation',
  'part-test': 'test',
  // what a param must be
  'whole-number-from': 'a whole number, {min} or more',
  'whole-number-between': 'a whole number from {min} to {max}',
  number: 'a number',
  'number-up-to': 'a number, {max} or less',
  'number-from': 'a number, {min} or more',
  'number-between': 'a number from {min} to {max}',
  'true-or-false': 'true or false',
  'a-text': 'a text',
  'one-of': 'one of {options}',
  'two-whole-numbers': 'two whole numbers, {min} or more',
  sizes: 'a list of whole numbers, each 1 or more',
  'range-in-order': 'a range whose From is at most its To',
} as const;
