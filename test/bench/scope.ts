import type { TestScope } from '../support/plugin-process/test-scope.ts';

/** Runs something that needs things to be undone afterwards, however it ends. */
export async function withScope<Result>(run: (scope: TestScope) => Promise<Result>): Promise<Result> {
  const cleanUps: (() => Promise<void> | void)[] = [];
  try {
    return await run({ after: (cleanUp) => cleanUps.push(cleanUp) });
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
}
