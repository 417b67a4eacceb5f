import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reattachConfig } from '../../src/go-plugin/serve-debug.ts';

describe('TF_REATTACH_PROVIDERS', () => {
  it('is what Terraform’s documentation shows', () => {
    const listening = { network: 'unix', address: '/tmp/plugin-x/plugin.sock' } as const;
    assert.equal(
      reattachConfig('providers.example/a/b', listening, 4711),
      '{"providers.example/a/b":{"Protocol":"grpc","ProtocolVersion":6,"Pid":4711,"Test":true,' +
        '"Addr":{"Network":"unix","String":"/tmp/plugin-x/plugin.sock"}}}',
    );
  });
});
