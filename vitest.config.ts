import { defineConfig } from 'vitest/config';

/** Faults in their full size, or the soak, take hours on small machines. */
const longRun = process.env['PACKLLM_FAULTS'] === 'full' || process.env['PACKLLM_SOAK_MINUTES'] !== undefined;

/** Fast and pure tests run side by side; tests that load models or fork processes take their turn on small machines. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts', 'test/property/**/*.test.ts'], testTimeout: 60_000 } },
      { test: { name: 'model', include: ['test/model/**/*.test.ts'], fileParallelism: false, testTimeout: 300_000, hookTimeout: 120_000 } },
      { test: { name: 'fault', include: ['test/fault/**/*.test.ts'], fileParallelism: false, testTimeout: longRun ? 7_200_000 : 300_000 } },
      { test: { name: 'vscode', include: ['test/vscode/**/*.test.ts'], fileParallelism: false, testTimeout: 120_000, hookTimeout: 600_000 } },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], fileParallelism: false, testTimeout: 300_000, hookTimeout: 300_000 } },
    ],
  },
});
