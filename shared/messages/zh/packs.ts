import type { packMessages as english } from '../packs.ts';
import type { Translation } from '../translation.ts';

/** What installing, copying and removing engine packs says to people, in Chinese. */
export const packMessages: Translation<typeof english> = {
  // this system
  'no-wheel': 'TensorFlow 没有为此系统发布可用于构建引擎的库。期望：{expected}。实际：{received}。',
  'no-wheel-windows':
    'TensorFlow 的 Windows 包只在其 Python 模块内部带有库，无法用它构建引擎。期望：{expected}。实际：{received}。',
  'no-wheel-musl':
    'TensorFlow 没有为使用 musl 的系统（如 Alpine）发布软件包。期望：使用 glibc 的 Linux。实际：{received}。',
  'no-wheel-gpu': 'TensorFlow 只为 x64 Linux 发布面向 NVIDIA 显卡的版本。期望：linux x64。实际：{received}。',
  'use-another': '在此系统上使用其他引擎',
  'use-wasm': '在此系统上使用引擎 wasm',
  'use-wsl': '使用引擎 wasm，或在 WSL（可在 Windows 上运行 Linux 程序）中运行 Layerloom',
  'python-missing': '没有找到 Python 3。期望：带 pip 的 Python 3.8 或更新版本。实际：{received}。',
  'pip-missing': '{python} 没有 pip。期望：带 pip 的 Python 3.8 或更新版本。实际：不带 pip 的 Python {version}。',
  'compiler-missing': '没有找到 C++ 编译器。期望：{expected}。实际：{received}。',
  'install-python': '安装带 pip 的 Python 3',
  'install-pip': '为 Python 3 安装 pip',
  'install-compiler': '安装 g++ 和 make',
  'install-build-tools': '安装“Visual Studio Build Tools”及“使用 C++ 的桌面开发”',
  // before it starts
  busy: '另一个程序正在安装、复制或移除引擎包，请等待其结束。实际：{host} 上的进程 {process}，自 {since} 起对 {engine} 执行 {action}。',
  'lock-lost': '另一个程序接管了引擎包文件夹，因此本程序已停止。实际：{host} 上的进程 {process}。',
  'disk-space': '磁盘空间不足。期望：{folder} 处有 {expected} 可用。实际：{received}。',
  'room-needed': '安装需下载约 {fetched}，过程中需要 {free} 可用空间，最终占用 {kept}。导出的文件约 {file}。',
  // the download
  'index-empty': '本机 pip 使用的软件包索引中没有适合此系统的 {package} {version}。{advice}实际：{received}',
  'index-advice':
    '用“{pip} config list”可查看 pip 的设置；请设置一个包含它的索引，或用“layerloom engines import FILE”从其他电脑导入引擎包。',
  'index-unreachable': '无法连接本机 pip 使用的软件包索引。{advice}实际：{received}',
  'download-failed': 'pip 没有下载到 {package} {version}。实际：{received}',
  'disk-full': '磁盘已满。期望：{folder} 处有 {expected} 可用。已开始的内容已清除。实际：{received}',
  // the wheel
  'wheel-unreadable': '{file} 不是可读取的 Python 包，已移除。请重新安装。实际：{received}。',
  'wheel-changed': '{file} 的内容与其自带清单不符，已移除。请重新安装。期望：{entry} 为 {expected}。实际：{received}。',
  'wheel-lacks': '{file} 中没有 {entry}。期望：{expected}。实际：软件包中没有它。',
  // the build
  'build-failed': '编译器没有编译出引擎。其输出的最后几行：{received}',
  'headers-failed':
    '无法下载 Node.js 的头文件。请安装 Node.js {version} 的头文件并设置其文件夹：npm config set nodedir FOLDER。最后几行：{received}',
  'proof-failed': '引擎已编译但无法加载，因此没有保留。实际：{received}',
  'proof-version': '引擎已编译，但加载的是另一个 TensorFlow，因此没有保留。期望：{expected}。实际：{received}。',
  // a pack on disk
  'file-lost': '{engine} 的引擎包已损坏。期望：其中有 {file}。实际：没有该文件。',
  'file-size': '{engine} 的引擎包已损坏。期望：{file} 为 {expected} 字节。实际：{received}。',
  'file-changed': '{engine} 的引擎包已损坏：{file} 被改动。期望：SHA-256 {expected}。实际：{received}。',
  'file-kind': '{engine} 的引擎包已损坏。期望：文件 {file}。实际：其他内容。',
  'other-machine': '{engine} 的引擎包属于另一种系统。期望：{expected}。实际：{received}。',
  'other-version': '{engine} 的引擎包来自另一个版本的 Layerloom。期望：TensorFlow {expected}。实际：{received}。',
  'other-contents':
    '{engine} 的引擎包来自另一个版本的 Layerloom。期望：版本 {expected} 的引擎包。实际：版本 {received}。',
  'not-installed': '未安装。',
  'no-card':
    '本机没有找到 NVIDIA 显卡，此引擎会像 tensorflow 一样在处理器上计算。仅当要为有这类显卡的电脑导出引擎包时才需安装。',
  'install-it': 'layerloom engines install {engine}',
  'first-then': '{first}，然后 {next}',
  'nothing-installed': '这里没有 {engine} 的引擎包。期望：已安装的引擎。实际：{folder} 处没有内容。',
  // copying
  'export-taken': '{file} 处已有内容，保持原样。期望：新名称。实际：{received}。',
  'not-a-pack-file': '{file} 不是引擎包。期望：由“layerloom engines export”写出的文件。实际：{received}。',
  'pack-file-entry': '{file} 不是完好的引擎包，没有保留其中任何内容。期望：{expected}。实际：{received}。',
  cancelled: '已取消，没有留下半成品。',
};
