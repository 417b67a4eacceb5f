import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sampleInTurns } from './turns.ts';

describe('sampling in turns', () => {
  it('takes one of each peer after the other, and does not count the warm-ups', async () => {
    const order: string[] = [];
    const peer = (name: string) => async () => order.push(name);
    const peers = { a: peer('a'), b: peer('b'), c: peer('c') };
    const samples = await sampleInTurns(peers, { samples: 2, warmUps: 1 });
    assert.equal(order.join(''), 'abcabcabc');
    assert.deepEqual(samples, { a: [4, 7], b: [5, 8], c: [6, 9] });
  });

  it('waits for the one before it begins the next', async () => {
    let underWay = 0;
    let most = 0;
    const peer = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise(setImmediate);
      underWay -= 1;
    };
    await sampleInTurns({ a: peer, b: peer }, { samples: 3, warmUps: 0 });
    assert.equal(most, 1);
  });

  it('fails with the first peer that fails', async () => {
    const peers = { a: async () => 1, b: () => Promise.reject(new Error('broken')) };
    await assert.rejects(sampleInTurns(peers, { samples: 1, warmUps: 0 }), /broken/);
  });
});
