import type { engineMessages as english } from '../en.ts';
import type { Translation } from '../translation.ts';

/** Why an engine runs or does not, in Chinese. */
export const engineMessages: Translation<typeof english> = {
  'asked-for': '在训练设置中选用。',
  'best-available': '本机可用引擎中最好的一个。',
  'not-started': '引擎 {engine} 没有启动：{problem}',
  'self-test-failed': '不使用引擎 {engine}：它算出的梯度与其前向计算不符。实际：{received}。',
  'none-left': '本机没有可用于训练的引擎。{reasons}',
  'asked-not-there': '{reasons}若不用它训练，请选择其他引擎或 auto。',
  'to-do': '解决方法：{remedy}。',
  'passed-over': '已跳过引擎 {engine}：{problem}',
  // TensorFlow
  'no-nvidia':
    '没有找到装有驱动的 NVIDIA 显卡，此引擎会像 tensorflow 一样在处理器上计算。期望：NVIDIA 驱动。实际：没有 {received}。',
  'device-thread': 'CPU，1 个线程',
  'device-threads': 'CPU，{threads} 个线程',
  'device-further': '{device}，{further}',
  'device-no-gpu': '{device}；TensorFlow 没有找到可用的显卡',
  'other-tensorflow': '此进程已加载引擎 {engine}，而 TensorFlow 只能加载一次。要用另一个，请重新启动。',
  // the graphics card
  'no-adapter': '没有找到 WebGPU 可用的显卡。',
  'no-adapter-linux':
    '安装 Vulkan 加载器和显卡的 Vulkan 驱动（Debian 和 Ubuntu：libvulkan1 与 mesa-vulkan-drivers，或 NVIDIA 驱动）',
  'no-adapter-other': '安装最新的显卡驱动，或使用其他引擎',
  'no-device': '显卡驱动没有提供设备。期望：{name} 的设备。实际：{received}',
  'software-adapter': '软件模拟，无 GPU：{name}',
  'software-only': '没有找到显卡，由处理器上的程序代替。它比 wasm 慢，只有指定 webgpu 的项目才会用它训练。',
  'device-lost':
    '显卡已丢失：驱动停止或更新，或显卡被移除。项目未受影响，此前的检查点已保留。请重新训练；若再次发生，请减小批大小。实际：{received}',
  'webgpu-electron': 'WebGPU 无法在 Electron 中运行：Electron 的进程不能与它的库共享内存。',
  'webgpu-electron-remedy':
    '从终端训练（“layerloom train”），或在浏览器中打开 Layerloom：两者都运行在 Node.js 上，WebGPU 可以工作',
  'webgpu-not-loaded': '此系统无法加载 WebGPU 库。实际：{received}',
  'webgpu-other': '在此系统上使用其他引擎',
  traced: '每个训练步作为一个 TensorFlow 计算图运行。',
  'not-traced': '{rows} 行的{use}逐个运算执行，因为无法使用它的计算图：{problem}。',
  'use-train': '训练',
  'use-evaluate': '评估',
  'use-predict': '预测',
};
