import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Environment,
  formatHandshakeLine,
  HandshakeError,
  type HandshakeLine,
  type HandshakeSettings,
  isStartedByHost,
  magicCookieName,
  magicCookieValue,
  readHandshakeSettings,
} from '../../src/go-plugin/handshake.ts';

const nothing: HandshakeSettings = {
  hostVersions: [],
  clientCertificate: undefined,
  asksForMultiplexing: false,
  socketDirectory: undefined,
  socketGroup: undefined,
  ports: { min: 0, max: 0 },
};

const settings: readonly (readonly [env: Environment, changes: Partial<HandshakeSettings>])[] = [
  [{}, {}],
  [{ PLUGIN_PROTOCOL_VERSIONS: '5,6' }, { hostVersions: [5, 6] }],
  [{ PLUGIN_PROTOCOL_VERSIONS: '6' }, { hostVersions: [6] }],
  [{ PLUGIN_PROTOCOL_VERSIONS: ' 5 , 6 ' }, { hostVersions: [5, 6] }],
  [{ PLUGIN_PROTOCOL_VERSIONS: '' }, {}],
  [{ PLUGIN_PROTOCOL_VERSIONS: 'x,6,,' }, { hostVersions: [6] }],
  [{ PLUGIN_CLIENT_CERT: 'PEM' }, { clientCertificate: 'PEM' }],
  [{ PLUGIN_CLIENT_CERT: '' }, {}],
  [{ PLUGIN_MULTIPLEX_GRPC: 'true' }, { asksForMultiplexing: true }],
  [{ PLUGIN_MULTIPLEX_GRPC: 'false' }, { asksForMultiplexing: true }],
  [{ PLUGIN_MULTIPLEX_GRPC: '' }, {}],
  [
    { PLUGIN_UNIX_SOCKET_DIR: '/d', PLUGIN_UNIX_SOCKET_GROUP: 'g' },
    { socketDirectory: '/d', socketGroup: 'g' },
  ],
  [{ PLUGIN_UNIX_SOCKET_DIR: '', PLUGIN_UNIX_SOCKET_GROUP: '' }, {}],
  [{ PLUGIN_MIN_PORT: '10000', PLUGIN_MAX_PORT: '25000' }, { ports: { min: 10_000, max: 25_000 } }],
  [{ PLUGIN_MIN_PORT: '', PLUGIN_MAX_PORT: '' }, {}],
  [{ PLUGIN_MAX_PORT: '7' }, { ports: { min: 0, max: 7 } }],
];

const refused: readonly (readonly [env: Environment, message: RegExp])[] = [
  [{ PLUGIN_MIN_PORT: 'x' }, /PLUGIN_MIN_PORT is "x", which is not a TCP port\./],
  [{ PLUGIN_MAX_PORT: '-1' }, /PLUGIN_MAX_PORT is "-1"/],
  [{ PLUGIN_MAX_PORT: '65536' }, /"65536", which is not a TCP port/],
  [{ PLUGIN_MIN_PORT: '1.5' }, /not a TCP port/],
  [{ PLUGIN_MIN_PORT: 'Infinity' }, /not a TCP port/],
  [{ PLUGIN_MIN_PORT: '8', PLUGIN_MAX_PORT: '7' }, /PLUGIN_MIN_PORT \(8\) is above PLUGIN_MAX_PORT \(7\)\./],
];

describe('the settings of a host', () => {
  for (const [env, changes] of settings) {
    it(JSON.stringify(env), () => assert.deepEqual(readHandshakeSettings(env), { ...nothing, ...changes }));
  }

  for (const [env, message] of refused) {
    it(`that make no sense: ${JSON.stringify(env)}`, () => {
      assert.throws(
        () => readHandshakeSettings(env),
        (error) => {
          assert.ok(error instanceof HandshakeError);
          assert.match(error.message, message);
          return true;
        },
      );
    });
  }
});

describe('a host', () => {
  const cookies: readonly (readonly [Environment, boolean])[] = [
    [{ [magicCookieName]: magicCookieValue }, true],
    [{ [magicCookieName]: magicCookieValue.toUpperCase() }, false],
    [{ [magicCookieName]: '' }, false],
    [{}, false],
  ];
  for (const [env, started] of cookies) {
    it(`${started ? 'started' : 'did not start'} us with ${JSON.stringify(env)}`, () =>
      assert.equal(isStartedByHost(env), started));
  }

  it('knows the cookie by the name and value of Terraform’s source', () => {
    assert.equal(magicCookieName, 'TF_PLUGIN_MAGIC_COOKIE');
    assert.equal(magicCookieValue, 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2');
  });
});

const unix = { network: 'unix', address: '/tmp/plugin-a/plugin.sock' } as const;
const tcp = { network: 'tcp', address: '127.0.0.1:10000' } as const;
const lines: readonly (readonly [line: HandshakeLine, text: string])[] = [
  [
    { listening: unix, serverCertificate: undefined, multiplexing: undefined },
    '1|6|unix|/tmp/plugin-a/plugin.sock|grpc|\n',
  ],
  [
    { listening: tcp, serverCertificate: undefined, multiplexing: undefined },
    '1|6|tcp|127.0.0.1:10000|grpc|\n',
  ],
  [
    { listening: unix, serverCertificate: Buffer.from('a'), multiplexing: undefined },
    '1|6|unix|/tmp/plugin-a/plugin.sock|grpc|YQ\n',
  ],
  [
    { listening: unix, serverCertificate: Buffer.from('fbff', 'hex'), multiplexing: undefined },
    '1|6|unix|/tmp/plugin-a/plugin.sock|grpc|+/8\n',
  ],
  [
    { listening: unix, serverCertificate: Buffer.from('abc'), multiplexing: false },
    '1|6|unix|/tmp/plugin-a/plugin.sock|grpc|YWJj|false\n',
  ],
  [
    { listening: tcp, serverCertificate: undefined, multiplexing: true },
    '1|6|tcp|127.0.0.1:10000|grpc||true\n',
  ],
];

describe('the handshake line', () => {
  for (const [line, text] of lines) {
    it(text.trim(), () => assert.equal(formatHandshakeLine(line), text));
  }
});
