# Operations that an engine pack adds to TensorFlow. electron/services/packs/build.ts puts TensorFlow's headers and libraries beside it.
{
  'variables': {
    'tensorflow': '<(module_root_dir)/../deps',
  },
  'target_defaults': {
    'include_dirs': ['<(tensorflow)/include'],
    'cflags': ['-fPIC'],
    'cflags_cc!': ['-fno-exceptions'],
    'cflags_cc': ['-std=c++17', '-O3', '-fno-math-errno', '-fvisibility=hidden'],
    'xcode_settings': {
      'CLANG_CXX_LANGUAGE_STANDARD': 'c++17',
      'GCC_OPTIMIZATION_LEVEL': '3',
      'OTHER_CPLUSPLUSFLAGS': ['-fno-math-errno'],
      'GCC_ENABLE_CPP_EXCEPTIONS': 'YES',
      'MACOSX_DEPLOYMENT_TARGET': '12.0',
    },
  },
  'targets': [
    {'target_name': 'loops_plain', 'type': 'static_library', 'sources': ['loops.cc'], 'defines': ['LOOM_SET=plain']},
    {
      'target_name': 'loom_operations',
      'sources': ['computations.cc', 'operations.cc', 'processor.cc', 'threads.cc'],
      'dependencies': ['loops_plain'],
      'conditions': [
        ['target_arch=="x64"', {'dependencies': ['loops_avx2', 'loops_avx512']}],
        ['OS=="linux"', {
          'libraries': ['-Wl,-rpath,\\$$ORIGIN/../../deps/lib', '-ltensorflow_framework'],
          'library_dirs': ['<(tensorflow)/lib'],
        }],
        ['OS=="mac"', {
          'libraries': ['<(tensorflow)/lib/libtensorflow_framework.2.dylib'],
        }],
      ],
    },
  ],
  'conditions': [
    ['target_arch=="x64"', {
      'targets': [
        {
          'target_name': 'loops_avx2',
          'type': 'static_library',
          'sources': ['loops.cc'],
          'defines': ['LOOM_SET=avx2'],
          'cflags_cc': ['-mavx2', '-mfma'],
        },
        {
          'target_name': 'loops_avx512',
          'type': 'static_library',
          'sources': ['loops.cc'],
          'defines': ['LOOM_SET=avx512'],
          'cflags_cc': ['-mavx512f', '-mavx512vl', '-mavx512dq', '-mfma'],
        },
      ],
    }],
  ],
}
