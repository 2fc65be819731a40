/** The names of a project's settings by their keys in its files, in Chinese; a param's are with the params. */
export const settingWords: Readonly<Record<string, string>> = {
  // data
  augmentation: '数据增强',
  columns: '列',
  excluded: '排除的行',
  file: '文件',
  column: '列',
  kind: '类型',
  method: '方法',
  path: '路径',
  preparation: '预处理',
  role: '用途',
  source: '来源',
  split: '划分',
  test: '测试集',
  validation: '验证集',
  windows: '时间窗口',
  // training
  batchSize: '批大小',
  engine: '引擎',
  epochs: '轮数',
  classWeights: '类别权重',
  folds: '交叉验证折数',
  optimizer: '优化器',
  seed: '随机种子',
  shuffle: '打乱顺序',
};
