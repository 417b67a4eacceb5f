import { after } from 'node:test';

/** Takes what is to be undone at the end; a test's context is one. */
export interface TestScope {
  after(cleanUp: () => Promise<void> | void): void;
}

/** A scope as long as the file's (or the `describe`'s) own, for what its tests share. */
export function sharedScope(): TestScope {
  const cleanUps: (() => Promise<void> | void)[] = [];
  after(async () => {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  });
  return { after: (cleanUp) => cleanUps.push(cleanUp) };
}
