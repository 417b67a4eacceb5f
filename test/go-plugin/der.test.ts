import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import {
  bitString,
  derTrue,
  element,
  generalizedTime,
  objectIdentifier,
  positiveInteger,
  sequence,
  tag,
  utf8String,
} from '../../src/go-plugin/der.ts';

const hex = (digits: string) => Buffer.from(digits, 'hex');

const primitives: readonly (readonly [name: string, written: Buffer, bytes: string])[] = [
  ['integer 0', positiveInteger(hex('00')), '020100'],
  ['integer 0 of no bytes', positiveInteger(hex('')), '020100'],
  ['integer 2', positiveInteger(hex('02')), '020102'],
  ['integer 127', positiveInteger(hex('7f')), '02017f'],
  ['integer 128, with a sign byte', positiveInteger(hex('80')), '02020080'],
  ['integer with the high bit', positiveInteger(hex('ff00')), '020300ff00'],
  ['integer with leading zeros', positiveInteger(hex('000001')), '020101'],
  ['integer with leading zeros and the high bit', positiveInteger(hex('0000ff')), '020200ff'],
  ['object identifier of X.520', objectIdentifier('2.5.4.3'), '0603550403'],
  ['object identifier with large arcs', objectIdentifier('1.2.840.10045.4.3.2'), '06082a8648ce3d040302'],
  ['object identifier with an arc of 127', objectIdentifier('1.2.127'), '06022a7f'],
  ['object identifier with an arc of 128', objectIdentifier('1.2.128'), '06032a8100'],
  ['bit string', bitString(hex('ac'), 2), '030202ac'],
  ['bit string of whole bytes', bitString(hex('0102')), '0303000102'],
  ['text', utf8String('é'), '0c02c3a9'],
  [
    'time, without its fraction',
    generalizedTime(new Date('2026-11-21T12:34:56.789Z')),
    `180f${Buffer.from('20261121123456Z').toString('hex')}`,
  ],
  [
    'time after 2049',
    generalizedTime(new Date('2051-01-02T03:04:05Z')),
    `180f${Buffer.from('20510102030405Z').toString('hex')}`,
  ],
  ['true', derTrue, '0101ff'],
  ['empty sequence', sequence(), '3000'],
  ['sequence', sequence(derTrue, derTrue), '30060101ff0101ff'],
];

const lengths: readonly (readonly [length: number, head: string])[] = [
  [0, '0400'],
  [127, '047f'],
  [128, '048180'],
  [255, '0481ff'],
  [256, '04820100'],
  [65_535, '0482ffff'],
  [65_536, '0483010000'],
];

describe('DER', () => {
  for (const [name, written, bytes] of primitives) {
    it(`of ${name}`, () => assert.equal(written.toString('hex'), bytes));
  }

  for (const [length, head] of lengths) {
    it(`of ${length} bytes starts with ${head}`, () => {
      const written = element(tag.octetString, Buffer.alloc(length, 0x61));
      assert.equal(written.toString('hex', 0, head.length / 2), head);
      assert.equal(written.length, head.length / 2 + length);
    });
  }

  it('is read by OpenSSL as it was meant', () => {
    const der = sequence(
      positiveInteger(hex('80')),
      objectIdentifier('2.5.29.17'),
      utf8String('localhost'),
      generalizedTime(new Date('2051-01-02T03:04:05Z')),
      element(tag.set, derTrue),
      element(tag.octetString, Buffer.alloc(300)),
    );
    const parsed = execFileSync('openssl', ['asn1parse', '-inform', 'DER'], { input: der, encoding: 'utf8' });
    const shown = [
      /INTEGER +:80\n/,
      /OBJECT +:X509v3 Subject Alternative Name/,
      /UTF8STRING +:localhost/,
      /GENERALIZEDTIME +:20510102030405Z/,
      /SET/,
      /BOOLEAN +:255/,
      /l= 300 prim: OCTET STRING/,
    ];
    for (const line of shown) assert.match(parsed, line);
  });
});
