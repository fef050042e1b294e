import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{reference,suites,harness,reports}/**/*.test.ts'],
          exclude: ['**/conformance.test.ts'],
          testTimeout: 60_000,
          // What a page shows a moment later counts; how long the moment is depends on the machine.
          expect: { poll: { timeout: 10_000 } },
        },
      },
      {
        test: {
          // Every case a named test against KACS_ADAPTER under KACS_PROFILE.
          name: 'conformance',
          include: ['harness/vitest/conformance.test.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
