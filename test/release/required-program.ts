import { findExecutable } from '../support/terraform/host.ts';

/**
 * Reason to skip a test that needs a program; `false` where it is on `PATH`.
 *
 * @throws Error under `CI=true`: there a missing program is a failure
 */
export function skipWithout(program: string, env: NodeJS.ProcessEnv = process.env): string | false {
  if (findExecutable(program, env.PATH) !== undefined) return false;
  const reason = `${program} is not on PATH`;
  if (env.CI === 'true') throw new Error(reason);
  return reason;
}
