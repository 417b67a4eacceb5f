import type { Figure } from './figure.ts';
import { firstCall } from './figures/first-call.ts';
import { handshakeLine } from './figures/handshake-line.ts';
import { manyInstances } from './figures/many-instances.ts';
import { parallelOpens } from './figures/parallel-opens.ts';
import { peakMemory } from './figures/peak-memory.ts';
import { shutdown } from './figures/shutdown.ts';
import { terraformApply, terraformPlan } from './figures/terraform-commands.ts';
import { tokenInHand } from './figures/token-in-hand.ts';
import { zipSize } from './figures/zip-size.ts';

/** All figures, in the order of the table. */
export const allFigures: readonly Figure[] = [
  handshakeLine,
  shutdown,
  firstCall,
  tokenInHand,
  terraformPlan,
  terraformApply,
  peakMemory,
  parallelOpens,
  manyInstances,
  zipSize,
];
