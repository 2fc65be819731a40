/** When to take a block and what becomes of the shape, in Chinese. */
export interface GuideWords {
  readonly when: string;
  readonly shape: string;
}

/** By block type. */
export const blockGuides: Readonly<Record<string, GuideWords>> = {
  Input: {
    when: '每个模型都从它开始，每种输入各有一个。词的编号用 int32，测量值和图像用 float32。',
    shape: '给出自身的形状，即单个样本的形状，不含批次。',
  },
  Output: {
    when: '每个模型都以它结束，每个要回答的问题各有一个。损失要与答案相配：类别用交叉熵，数值用平方误差。',
    shape: '接受与其损失相配的任何形状，不再输出。',
  },
  Dense: {
    when: '处理表格的主力，也是多数网络的最后一步。对于图像或序列，在各处共享权重的模块所需权重少得多。',
    shape: '最后一维变为单元数，其余不变：(…, 特征) 变为 (…, 单元数)。',
  },
  Activation: {
    when: '用在层与其激活之间还隔着别的模块时，例如 BatchNormalization；否则用层自带的激活即可。先试 relu。',
    shape: '形状不变。',
  },
  LeakyReLU: { when: '当 ReLU 使太多数停在 0、梯度消失而学不到东西时使用。', shape: '形状不变。' },
  ReLU: { when: '要限制输出大小或放行一部分负数时，用它代替 Activation。', shape: '形状不变。' },
  PReLU: { when: '用于数据足以训练更多权重的大型网络。接在 Conv2D 之后时，让高和宽共享斜率。', shape: '形状不变。' },
  ELU: { when: '用它代替 ReLU，可使各数平均保持在 0 附近，深层网络学得更快，也不易梯度消失。', shape: '形状不变。' },
  Softmax: {
    when: '用在选择类别的网络的最后一个 Dense 之后，或沿其他维度为各步、各位置加权。损失接受 logits 时不要使用。',
    shape: '形状不变。',
  },
  Embedding: {
    when: '紧接在整数 Input 之后，这些整数是名称而不是数量，例如一段文本的词。',
    shape: '每个整数变为一行，从而多出最后一维：(步) 变为 (步, 输出维度)。',
  },
  TokenAndPositionEmbedding: {
    when: '紧接在词元 Input 之后，且后面的层在意顺序时使用，例如 Transformer。',
    shape: '每个整数变为一行，从而多出最后一维：(步) 变为 (步, 维度)。',
  },
  Masking: {
    when: '数值序列长度不一时，用在 LSTM 或 GRU 之前。对于词，Embedding 就能做到。',
    shape: '形状不变，并附带掩码。',
  },
  Conv2D: {
    when: '用于图像，以及其他相邻点彼此相关的网格数据。在多个之间放池化或步幅，使后面的层一次看到更多。',
    shape: '通道数变为滤波器数。填充为 same 且步幅为 1 时高宽不变；填充为 valid 时各减少核大小减 1。',
  },
  Conv1D: {
    when: '用于重要信息彼此靠近的序列，它比循环模块学得更快。因果填充使它看不到之后的步。',
    shape: '特征数变为滤波器数。填充为 same 或 causal 且步幅为 1 时步数不变；填充为 valid 时减少核大小减 1。',
  },
  DepthwiseConv2D: {
    when: '常用于小型设备上处理图像的轻量网络。其后用核为 1×1 的 Conv2D 混合通道。',
    shape: '通道数乘以深度乘数；高宽同 Conv2D。',
  },
  SeparableConv2D: {
    when: '当处理图像的网络必须小而快时，用它代替 Conv2D：权重少得多，代价是略低的准确率。',
    shape: '同 Conv2D：通道数变为滤波器数。',
  },
  Conv2DTranspose: {
    when: '用于网络生成图像的地方，例如自编码器的后半部分或图像分割。UpSampling2D 加 Conv2D 作用相同，棋盘格痕迹更少。',
    shape: '填充为 same 时高宽乘以步幅，通道数变为滤波器数。',
  },
  MaxPooling2D: {
    when: '用在处理图像的网络的 Conv2D 之间：后面的层计算更少、一次看到更多，图案的确切位置不再重要。',
    shape: '高宽除以步幅（未设置时为池化大小）；通道数不变。',
  },
  MaxPooling1D: {
    when: '用在长序列的 Conv1D 之间：后面的层计算更少、一次看到更多，图案确切出现在何时不再重要。',
    shape: '步数除以步幅（未设置时为池化大小）；特征数不变。',
  },
  AveragePooling2D: {
    when: '适合整个窗口都重要、而不只看最强响应的情形。',
    shape: '高宽除以步幅（未设置时为池化大小）；通道数不变。',
  },
  AveragePooling1D: {
    when: '适合每一步都重要、而不只看最强一步的情形，例如带噪声的测量值。',
    shape: '步数除以步幅（未设置时为池化大小）；特征数不变。',
  },
  GlobalAveragePooling2D: {
    when: '接在最后一个 Conv2D 之后，其后可接 Dense：它不需要权重，而用 Flatten 会使 Dense 变得很大。',
    shape: '去掉高宽，保留通道：(高, 宽, 通道) 变为 (通道)。',
  },
  GlobalMaxPooling2D: {
    when: '适合只看图案是否出现在图像中、而不管在哪里或出现几次的情形。',
    shape: '去掉高宽，保留通道：(高, 宽, 通道) 变为 (通道)。',
  },
  GlobalAveragePooling1D: {
    when: '接在 Embedding 之后，可把一段文本变成一行数，与词序无关：处理文本的快速初始模型。',
    shape: '去掉步，保留特征：(步, 特征) 变为 (特征)。',
  },
  GlobalMaxPooling1D: {
    when: '接在 Conv1D 之后，适合只看图案是否出现在序列中、而不管何时的情形。',
    shape: '去掉步，保留特征：(步, 特征) 变为 (特征)。',
  },
  LSTM: {
    when: '适合前面的步对后面很重要的文本和时间序列：它的记忆可避免 SimpleRNN 在步数多时的梯度消失。',
    shape: '给出最后一步的结果：(步, 特征) 变为 (单元数)。返回序列时给出每一步：(步, 单元数)。',
  },
  GRU: {
    when: '处理序列时代替 LSTM：权重少四分之一，更快，效果往往相当，同样不易梯度消失。',
    shape: '给出最后一步的结果：(步, 特征) 变为 (单元数)。返回序列时给出每一步：(步, 单元数)。',
  },
  MultiHeadAttention: {
    when: 'Transformer 的核心，用于文本、时间序列和图像块。把同一序列连到查询和值，即可让其各步互相查看。',
    shape: '步数和每步的特征数与查询相同，除非另设输出形状。',
  },
  Attention: {
    when: '用于了解注意力的原理，或用在特征含义相同的两个序列之间。它自身几乎不学习，请在它之前放 Dense，或改用 MultiHeadAttention。',
    shape: '步数与查询相同，每步的特征数与值相同。',
  },
  SimpleRNN: {
    when: '适合短序列和了解记忆的原理。步数一多就会梯度消失、遗忘信息：此时用 LSTM 或 GRU。',
    shape: '给出最后一步的结果：(步, 特征) 变为 (单元数)。返回序列时给出每一步：(步, 单元数)。',
  },
  Bidirectional: {
    when: '适合读取时已完整的文本和时间序列。不适合预测未来，因为之后的步尚未出现。',
    shape: '同内部的层；合并方式为 concat 时特征数加倍。',
  },
  TimeDistributed: {
    when: '适合图像序列或文本序列：先逐个读取，再读取整个序列。',
    shape: '步数不变，其后的维度按内部的层变化。',
  },
  BatchNormalization: {
    when: '用在深层网络的 Conv2D 或 Dense 与其激活之间：训练更快，不易梯度消失或梯度爆炸。批次不宜过小。',
    shape: '形状不变。',
  },
  LayerNormalization: {
    when: '用于处理序列的 Transformer 和循环网络。训练与使用时行为相同，批次大小不限。',
    shape: '形状不变。',
  },
  GroupNormalization: {
    when: '当处理图像的网络批次较小时代替 BatchNormalization：它不依赖批次。',
    shape: '形状不变；组数须能整除通道数。',
  },
  Rescaling: {
    when: '紧接在 Input 之后使用，可把 0 到 255 的图像变到 0 到 1。',
    shape: '形状不变，整数变为 float32。',
  },
  Dropout: { when: '用于防止过拟合，放在网络末端的 Dense 之间。比率先取 0.2 到 0.5。', shape: '形状不变。' },
  SpatialDropout1D: {
    when: '相邻步十分相似、单个数容易被猜出时（如 Embedding 之后），用它代替 Dropout。',
    shape: '形状不变。',
  },
  SpatialDropout2D: {
    when: '用在 Conv2D 之间代替 Dropout，因为相邻点十分相似，单个数容易被猜出。',
    shape: '形状不变。',
  },
  GaussianNoise: {
    when: '用在测量数据的 Input 之后，适合数据较少的情形：每个样本每次看起来都略有不同。',
    shape: '形状不变。',
  },
  ActivityRegularization: { when: '用于希望同时只有少数数较大的地方，例如自编码器的中间。', shape: '形状不变。' },
  RandomFlip: {
    when: '紧接在照片的 Input 之后使用，适合左右无关紧要的图像。不适合数字或字母：镜像后含义不同。',
    shape: '形状保持不变。',
  },
  RandomRotation: {
    when: '紧接在可能略有倾斜的图像的 Input 之后使用。小角度几乎都适用；整圈旋转只适合不分上下的图像，如显微图像。',
    shape: '形状保持不变。',
  },
  RandomZoom: {
    when: '紧接在图像的 Input 之后使用，适合物体大小不一或远近不同的情形。',
    shape: '形状保持不变：放不下的被裁去，缺少的被填充。',
  },
  RandomTranslation: {
    when: '紧接在图像的 Input 之后使用，适合物体不总在中间的情形。',
    shape: '形状保持不变：移出的部分丢失，缺少的被填充。',
  },
  RandomCrop: {
    when: '紧接在比网络所需略大的图像的 Input 之后使用，使物体每次出现在不同位置。',
    shape: '高宽变为设定值，不能大于图像；通道数不变。',
  },
  RandomContrast: {
    when: '紧接在照片的 Input 之后使用，适合由不同相机或在不同光线下拍摄的图像。',
    shape: '形状保持不变。',
  },
  RandomBrightness: {
    when: '紧接在照片的 Input 之后使用，适合在不同时刻或不同光线下拍摄的图像。',
    shape: '形状保持不变。',
  },
  Flatten: {
    when: '用在最后一个 Conv2D 或池化与第一个 Dense 之间，Dense 看的是一行。若因此 Dense 过大，改用 GlobalAveragePooling2D。',
    shape: '所有维度合为一维：(高, 宽, 通道) 变为 (高 × 宽 × 通道)。',
  },
  Reshape: {
    when: '用于把一行变成图像，或把图像变成序列。',
    shape: '变为目标形状，其中数的个数须相同；一个大小可为 -1，即由其余推出。',
  },
  Permute: { when: '当下一个模块要求步在特征之前时使用。', shape: '各维大小按 dims 的顺序排列，从 1 数起。' },
  RepeatVector: {
    when: '用于把摘要（如 LSTM 的输出）交给另一个写出序列的 LSTM。',
    shape: '在特征之前加上步：(特征) 变为 (n, 特征)。',
  },
  ZeroPadding2D: {
    when: '用在 Conv2D 之前，可确切指定窗口越过边缘多远。',
    shape: '高增加上下之和，宽增加左右之和；通道数不变。',
  },
  Cropping2D: {
    when: '用于使两幅图像大小一致，或去掉没有信息的边缘。',
    shape: '高减去上下之和，宽减去左右之和；通道数不变。',
  },
  UpSampling2D: {
    when: '用于网络生成图像的地方，例如自编码器的后半部分。其后的 Conv2D 补上学到的内容。',
    shape: '高宽乘以倍数；通道数不变。',
  },
  Resizing: { when: '当图像比网络所需更大时，紧接在 Input 之后使用。', shape: '高宽变为设定值；通道数不变。' },
  Add: {
    when: '绕过其他模块的捷径在这里汇合：有了它，深层网络不易梯度消失。',
    shape: '各输入形状相同并保持不变；大小为 1 的维度会重复以相配。',
  },
  Concatenate: {
    when: '用于汇合多个输入或网络的多个部分，例如使用多种数据的网络或 U-Net。',
    shape: '拼接轴的大小为各输入之和；其余各维须相同并保持不变。',
  },
  Multiply: {
    when: '用于门：0 到 1 之间的数决定其他数通过多少。',
    shape: '各输入形状相同并保持不变；大小为 1 的维度会重复以相配。',
  },
  Average: {
    when: '用于网络的多个部分回答同一个问题的情形，如集成。',
    shape: '各输入形状相同并保持不变；大小为 1 的维度会重复以相配。',
  },
  Maximum: {
    when: '用于网络的多个部分中有一个发现即可的情形。',
    shape: '各输入形状相同并保持不变；大小为 1 的维度会重复以相配。',
  },
  Minimum: {
    when: '用于网络的多个部分必须都有发现的情形。',
    shape: '各输入形状相同并保持不变；大小为 1 的维度会重复以相配。',
  },
  Subtract: {
    when: '用于两者之差重要的情形，例如比较两样东西。',
    shape: '两个输入形状相同并保持不变；大小为 1 的维度会重复以相配。',
  },
  Dot: {
    when: '用于比较事物，例如用户与影片。归一化后得到两者夹角的余弦。',
    shape: '去掉大小须相同的轴，其余各维依次相接；两行只剩一个数。',
  },
  Group: {
    when: '用于为大型网络的一部分命名、收起或多次使用。打开它可编辑内部。',
    shape: '每个输出的形状与内部接到它的相同。',
  },
  GroupInput: { when: '在组内使用，每种从外部进入的内容各有一个。', shape: '给出所接入内容的形状。' },
  GroupOutput: { when: '在组内使用，每种输出的内容各有一个。', shape: '给出接到它的内容的形状。' },
  TransformerBlock: {
    when: '用于文本、时间序列或其他由词向量或测量值组成的序列。重复它即可得到更深的 Transformer。',
    shape: '形状不变，因此可以重复。',
  },
};
