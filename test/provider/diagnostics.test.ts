import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Diagnostic } from '../../src/provider/contracts.ts';
import * as diagnostics from '../../src/provider/diagnostics.ts';
import { TokenError } from '../../src/token/token-error.ts';
import { assertGoodDetail, assertTitleCase } from './wording.ts';

const region = [{ attribute: 'region' }];
const endpoints = [{ attribute: 'endpoints' }];
const rejected = { verdict: 'rejected', problem: 'malformed' } as const;
const unrecognized = { verdict: 'accepted', partition: 'aws', known: false } as const;

/** The text of hashicorp/aws, which people search for: kept as it is, without a full stop. */
const wordsOfPeer = /^partition \(aws-cn\) for per-resource Region .* configured partition \(aws\)\n\n/;

interface Wording {
  readonly made: Diagnostic;
  readonly severity?: Diagnostic['severity'];
  readonly path?: Diagnostic['path'];
  readonly says: RegExp;
}

/** By the function that words it; the last test sees to it that none is left out. */
const all: Readonly<Record<string, Wording>> = {
  regionDiagnostic: {
    made: diagnostics.regionDiagnostic('us-esat-9a', rejected),
    path: region,
    says: /"us-esat-9a" is not the name/,
  },
  defaultRegionDiagnostic: {
    made: diagnostics.defaultRegionDiagnostic('us-east-9', unrecognized),
    severity: 'warning',
    says: /default region/,
  },
  partitionMismatch: {
    made: diagnostics.partitionMismatch('cn-north-1', 'aws-cn', 'aws'),
    path: region,
    says: /second provider block/,
  },
  tokenFailure: {
    made: diagnostics.tokenFailure(new TokenError('ACCESS_DENIED')),
    says: /ecr:GetAuthorizationToken/,
  },
  endpointNotUrl: {
    made: diagnostics.endpointNotUrl('ecr', 'x y'),
    path: endpoints,
    says: /"x y"/,
  },
  severalEndpoints: { made: diagnostics.severalEndpoints('ecr'), path: endpoints, says: /one of them/ },
  providerConfigUnknown: {
    made: diagnostics.providerConfigUnknown(['region']),
    says: /region depends on .*only after apply/,
  },
  resourceConfigUnknown: {
    made: diagnostics.resourceConfigUnknown(),
    path: region,
    says: /only after apply/,
  },
  providerNotConfigured: {
    made: diagnostics.providerNotConfigured(),
    says: /defect of the host program\. Please report it/,
  },
  typeNotOffered: {
    made: diagnostics.typeNotOffered('Ephemeral Resource', 'aws_s3_bucket', ['a', 'b']),
    says: /no ephemeral resource "aws_s3_bucket"\. It has: a, b\./,
  },
  unreadableConfig: {
    made: diagnostics.unreadableConfig('it ends too early', region),
    path: region,
    says: /it ends too early\. .*Please report it/,
  },
  providerDefect: {
    made: diagnostics.providerDefect('OpenEphemeralResource', 'TypeError'),
    says: /OpenEphemeralResource .*\(TypeError\).*not of your configuration\. Please report it/,
  },
};

describe('the words of a diagnostic', () => {
  for (const [name, { made, severity = 'error', path, says }] of Object.entries(all)) {
    it(`${name}: Title Case, whole sentences, at the right place`, () => {
      assertTitleCase(made.summary);
      assertGoodDetail(made.detail.replace(wordsOfPeer, ''));
      assert.match(made.detail, says);
      assert.deepEqual([made.severity, made.path], [severity, path]);
    });
  }

  it('are checked for every function that makes one', () => {
    const makers = Object.entries(diagnostics).flatMap(([name, value]) =>
      typeof value === 'function' ? [name] : [],
    );
    assert.deepEqual(makers.sort(), Object.keys(all).sort());
  });

  it('of a missing region point at the argument', () => {
    assert.deepEqual(diagnostics.tokenFailure(new TokenError('NO_REGION')).path, region);
  });

  it('list nothing where nothing is offered, and cut what is too long', () => {
    assert.match(
      diagnostics.typeNotOffered('Data Source', 'x'.repeat(1_000), []).detail,
      /x…"\. It has: none\./,
    );
  });

  it('of unreadable bytes have no path where it is not known', () => {
    assert.equal('path' in diagnostics.unreadableConfig('it is not msgpack', []), false);
  });
});
