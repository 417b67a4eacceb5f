/** How often each peer is measured. */
export interface Rounds {
  readonly samples: number;
  /** Come first, and are not counted: caches fill, and our own code gets compiled. */
  readonly warmUps: number;
}

/** What takes one sample. */
export type Peers<Name extends string, Sample> = Readonly<Record<Name, () => Promise<Sample>>>;

/**
 * Takes samples of all peers in turns (A B C A B C …), so that whatever else the machine does at a time hits all of
 * them alike.
 */
export async function sampleInTurns<Name extends string, Sample>(
  peers: Peers<Name, Sample>,
  { samples, warmUps }: Rounds,
): Promise<Readonly<Record<Name, readonly Sample[]>>> {
  const names = Object.keys(peers) as Name[];
  const taken = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Sample[]>;
  for (let round = -warmUps; round < samples; round += 1) {
    for (const name of names) {
      const sample = await peers[name]();
      if (round >= 0) taken[name].push(sample);
    }
  }
  return taken;
}
