import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isZip, readZipMembers } from './zip-members.ts';
import { zipOf } from './zip-sample.ts';

const members = { tfplan: 'x'.repeat(5000), 'tfconfig/m-/main.tf': 'ephemeral' };

describe('reading a zip archive', () => {
  for (const deflate of [true, false]) {
    it(`unpacks every member, ${deflate ? 'deflated' : 'stored'}`, () => {
      const read = readZipMembers(zipOf(members, { deflate }));
      assert.deepEqual(Object.fromEntries(read.map(({ name, bytes }) => [name, String(bytes)])), members);
    });
  }

  it('reads an archive that Python wrote', () => {
    // python3 -c "zipfile.ZipFile(f,'w').writestr('a.txt','hello')", dates and all
    const python =
      'UEsDBBQAAAAAAAAAIQCGphA2BQAAAAUAAAAFAAAAYS50eHRoZWxsb1BLAQIUAxQAAAAAAAAAIQCGphA2BQAAAAUAAAAFAAAAAAAAAAAAAACAAQAAAABhLnR4dFBLBQYAAAAAAQABADMAAAAoAAAAAAA=';
    const read = readZipMembers(Buffer.from(python, 'base64'));
    assert.deepEqual(
      read.map(({ name, bytes }) => [name, String(bytes)]),
      [['a.txt', 'hello']],
    );
  });

  it('takes nothing else for an archive', () => {
    for (const text of ['', 'PK', '{"version":4}', 'x'.repeat(100)])
      assert.equal(isZip(Buffer.from(text)), false);
    assert.throws(() => readZipMembers(Buffer.from('{}')), /not a zip/);
  });

  it('throws for an archive that it can not read rather than pass it as clean', () => {
    const broken = zipOf(members);
    broken.writeUInt16LE(99, broken.indexOf(Buffer.from('PK\x01\x02', 'latin1')) + 10);
    assert.throws(() => readZipMembers(broken), /unknown method 99/);
    const shifted = zipOf(members);
    shifted.writeUInt32LE(3, shifted.length - 6);
    assert.throws(() => readZipMembers(shifted), /directory .* broken/);
  });
});
