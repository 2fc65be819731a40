/** Three inputs of one shape, each with a mask, for a block that combines any number of them. */
export const allMasked = {
  name: 'masks on all inputs in training',
  inputs: [
    { shape: [4, 3], masked: true },
    { shape: [4, 3], masked: true },
    { shape: [4, 3], masked: true },
  ],
  training: true,
};

/** Two inputs with masks, each repeated where the other has more. */
export const maskedAndRepeated = {
  name: 'masks, and dimensions of 1 that are repeated',
  inputs: [
    { shape: [4, 1], masked: true },
    { shape: [1, 3], masked: true },
  ],
};
