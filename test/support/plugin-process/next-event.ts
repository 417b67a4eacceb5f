import { type EventEmitter, once } from 'node:events';
import { within } from './plugin-process.ts';

/**
 * Waits for an event, so that a test for something that never comes fails instead of hanging.
 *
 * @returns the event's arguments
 * @throws Error after 20 s, and what an `error` event carries when another is awaited
 */
export async function nextEvent(emitter: EventEmitter, name: string): Promise<unknown[]> {
  return await within(once(emitter, name), 20_000, `no ${JSON.stringify(name)} came`);
}
