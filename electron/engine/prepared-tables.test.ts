// Tables in other encodings, with identifiers of many digits and months by name, series and arrays with gaps: as the engine has them, in Python too.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { encodeText } from '../../testing/encode-text.ts';
import { expectSame, judgePreparation } from '../../testing/judge-preparation.ts';
import { exportsFindNoKeras, kerasFromTheStart } from '../../testing/keras-for-tests.ts';
import { temporaryFolder } from '../../testing/temporary-folder.ts';
import { projectForData } from '../services/project-for-data.ts';

const keras = kerasFromTheStart();
exportsFindNoKeras();

test.each([
  ['gb18030', ['天气很好', '我们去公园玩', '今天的新闻', '他在学校学习']],
  ['big5', ['天氣很好', '我們去公園玩', '今天的新聞', '他在學校學習']],
  ['shift_jis', ['天気がいいです', 'わたしは学生です', '日本の新聞', 'これは何ですか']],
  ['euc-kr', ['날씨가 아주 좋습니다', '우리는 공원에 갑니다', '오늘의 신문', '학교에서 공부합니다']],
] as const)('categories in %s, identifiers of 17 digits, and months by name', async (encoding, words) => {
  const months = ['Jan', 'february', 'Sept.', 'DEC'];
  const lines = Array.from({ length: 64 }, (_, at) => {
    const day = at % 2 ? `${(at % 28) + 1} ${months[at % 4]} 2024` : `${months[at % 3]} ${(at % 28) + 1}, 2023 10:20`;
    return [words[at % 4], `9007199254740993${at % 8}`, day, (at * 7) % 13].join(';');
  });
  const path = join(temporaryFolder(), 'table.csv');
  writeFileSync(path, encodeText(['文;id;day;price', ...lines].join('\n'), encoding));
  const project = await projectForData(path, { targets: ['price'] });
  const codec = encoding === 'euc-kr' ? 'cp949' : encoding;
  const frame = `pandas.read_csv(input["rows"], sep=";", encoding="${codec}")`;
  expectSame(await judgePreparation(keras, project, path, frame));
});

test('windows of series named by numbers, in the order of time, with rows between them and what they tell of', async () => {
  const lines = Array.from(
    { length: 90 },
    (_, at) => `${[10, 9, 2][at % 3]},${(at * 37) % 90},${(at * 5) % 17},${at % 7}`,
  );
  const path = join(temporaryFolder(), 'series.csv');
  writeFileSync(path, ['shop,hour,sales,staff', ...lines].join('\n'));
  const project = await projectForData(path, {
    ...{ targets: ['sales'], windows: { length: 5, horizon: 3, stride: 2, time: 'hour', series: 'shop' } },
  });
  expectSame(await judgePreparation(keras, project, path, 'pandas.read_csv(input["rows"])'));
});

test('arrays with gaps, several inputs and targets', async () => {
  const path = join(temporaryFolder(), 'arrays.npz');
  await keras.run(
    `
random = np.random.default_rng(3)
wide = random.normal(3, 5, (80, 4)).astype("float32")
wide[::7, 1] = np.nan
one = random.normal(size=80)
one[::5] = np.inf
np.savez(input, wide=wide, one=one, tokens=random.integers(0, 9, (80, 6)), y=random.integers(0, 3, 80), z=random.normal(50, 9, (80, 2)))
output = None`,
    path,
  );
  const project = await projectForData(path, { targets: ['y', 'z'] });
  const fill = { step: 'impute', columns: null, strategy: 'constant', fillValue: -1, addIndicator: true } as const;
  const others = project.data.preparation.filter(({ step }) => step !== 'impute');
  const data = { ...project.data, preparation: [fill, ...others] };
  expectSame(await judgePreparation(keras, { ...project, data }, path));
});
