import { expect, test } from './host.ts';

test('sides, orders, rests and numbers that may be missing are set in the inspector', async ({ layerloom }) => {
  const { page, canvas, inspector, start } = layerloom;
  await start.starter('mlp-diabetes').press('Enter');
  await expect(canvas.blocks).toHaveCount(5);
  const place = async (type: string) => {
    await canvas.byId('input-1').focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('a');
    await page.getByRole('combobox', { name: /^Place a block/ }).fill(type);
    await page.keyboard.press('Enter');
    await expect(canvas.block(type)).toBeFocused();
  };

  await place('ZeroPadding2D');
  await inspector.type('Padding, top', '0');
  await inspector.type('Padding, right', '3');
  await expect(canvas.block('ZeroPadding2D')).toContainText('rows 0 + 1 · columns 1 + 3');
  await inspector.field('Padding, left').fill('-1');
  await expect(inspector.panel.getByRole('alert')).toContainText('two whole numbers, 0 or more');
  await inspector.field('Padding, left').press('Escape');
  await inspector.field('Padding, bottom').press('ArrowUp');
  await expect(canvas.block('ZeroPadding2D')).toContainText('rows 0 + 2 · columns 1 + 3');

  await place('ReLU');
  await expect(inspector.field('Max value')).toHaveAttribute('placeholder', 'no limit');
  await inspector.type('Max value', '6');
  await expect(canvas.block('ReLU')).toContainText('at most 6');
  await inspector.type('Max value', '');
  await expect(canvas.block('ReLU')).toContainText('no limit');

  await place('PReLU');
  await expect(inspector.field('Shared axes')).toHaveAttribute('placeholder', 'none');
  await inspector.type('Shared axes', '1, 2');
  await expect(canvas.block('PReLU')).toContainText('slopes shared along 1, 2');

  await place('Reshape');
  await inspector.type('Target shape', '5 × -1');
  await expect(canvas.block('Reshape')).toContainText('5×');
  await inspector.field('Target shape').fill('-1 × -1');
  await expect(inspector.panel.getByRole('alert')).toContainText('one of them may be -1');
});
