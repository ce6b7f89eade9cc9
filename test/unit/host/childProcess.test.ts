import { describe, expect, it } from 'vitest';
import { childEnvironment } from '../../../src/host/childEnvironment.ts';
import { CrashMarks } from '../../../src/host/crashMarks.ts';

describe('the engine’s environment', () => {
  it('holds what is needed and nothing that could steer it or leak', () => {
    const environment = childEnvironment({
      PATH: '/bin', Path: 'C:\\Windows', HOME: '/home/me', SystemRoot: 'C:\\Windows', LD_LIBRARY_PATH: '/drivers', UNSET: undefined,
      NODE_OPTIONS: '--require ./evil.js', GITHUB_TOKEN: 't', OPENAI_API_KEY: 'k', LD_PRELOAD: '/evil.so', DYLD_INSERT_LIBRARIES: '/evil.dylib', VSCODE_IPC_HOOK: 's', ELECTRON_RUN_AS_NODE: '0',
    });
    expect(environment).toEqual({ ELECTRON_RUN_AS_NODE: '1', PATH: '/bin', Path: 'C:\\Windows', HOME: '/home/me', SystemRoot: 'C:\\Windows', LD_LIBRARY_PATH: '/drivers' });
  });
});

describe('the end of the error output', () => {
  it('names the cause of a crash, and quotes nothing else', () => {
    const marks = new CrashMarks();
    marks.add(Buffer.from('llama_model_load: loading\nSyntaxError: Unexpected token in "const secret = 1"\n'));
    expect(marks.cause).toBeNull();
    marks.add(Buffer.from('GGML_ASSERT(n_dims >= 1) failed\nstack\n'));
    expect(marks.cause).toBe('GGML_ASSERT(n_dims >= 1) failed');
  });

  it('is bounded', () => {
    const marks = new CrashMarks();
    for (let chunk = 0; chunk < 100; chunk += 1) marks.add(Buffer.from(`GGML_ASSERT ${'x'.repeat(10_000)}`));
    expect(marks.bytes).toBe(1_001_200);
    marks.add(Buffer.from(`\nFATAL ERROR: ${'y'.repeat(5000)}\n`));
    expect(marks.cause).toHaveLength(300);
  });
});
