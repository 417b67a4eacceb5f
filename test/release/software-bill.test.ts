import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { type Bundle, findBundle } from '../../.ci/package/bundled-packages.ts';
import { readLockFile } from '../../.ci/package/lock-file.ts';
import { softwareBill } from '../../.ci/package/software-bill.ts';
import { repositoryRoot } from '../../.ci/repository-root.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { readArchive, releaseFolder, releasePrefix } from './release-archive.ts';

interface Component {
  readonly 'bom-ref': string;
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly purl?: string;
  readonly licenses: readonly { readonly license?: { readonly id: string }; readonly expression?: string }[];
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly components?: readonly Component[];
}

interface Bill {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly serialNumber: string;
  readonly version: number;
  readonly metadata: { readonly timestamp?: string; readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const text = readFileSync(join(releaseFolder, `${releasePrefix}_sbom.cdx.json`), 'utf8');
const bill = JSON.parse(text) as Bill;
const [bun, ...packages] = bill.components;
const runtimes = bun?.components ?? [];
const everything = [bill.metadata.component, ...bill.components, ...runtimes];

let bundle: Bundle;
before(async () => {
  bundle = await findBundle();
});

describe('the software bill of materials', () => {
  it('is CycloneDX 1.6 of this version', () => {
    const { bomFormat, specVersion, version, metadata } = bill;
    assert.deepEqual(
      { bomFormat, specVersion, version },
      { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 },
    );
    assert.match(bill.serialNumber, /^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const { name, type } = metadata.component;
    assert.deepEqual(
      [name, metadata.component.version, type],
      [packageJson.name, packageJson.version, 'application'],
    );
  });

  it('has of every component all that CycloneDX wants', () => {
    for (const { type, name, version, licenses } of everything) {
      assert.match(type, /^(application|library|platform)$/);
      assert.ok(name && version, JSON.stringify({ name, version }));
      const [license, ...others] = licenses.map(({ license, expression }) => license?.id ?? expression);
      assert.ok(license && others.length === 0, name);
    }
  });

  it('tells packages apart by a purl and a SHA-512 of npm', () => {
    for (const { name, version, purl, hashes } of [...packages, ...runtimes]) {
      assert.equal(purl, `pkg:npm/${name.replace('@', '%40')}@${version}`);
      assert.equal(hashes?.[0]?.alg, 'SHA-512');
      assert.match(hashes?.[0]?.content ?? '', /^[0-9a-f]{128}$/);
    }
  });

  it('refers only to what is in it, once each', () => {
    const refs = everything.map((component) => component['bom-ref']);
    assert.equal(new Set(refs).size, refs.length);
    const known = new Set(refs);
    for (const { ref, dependsOn } of bill.dependencies) {
      for (const other of [ref, ...dependsOn]) assert.ok(known.has(other), other);
    }
  });

  it('leads from the provider to every package', () => {
    const reached = new Set<string>();
    const reach = (ref: string) => {
      if (reached.has(ref)) return;
      reached.add(ref);
      bill.dependencies.find((dependency) => dependency.ref === ref)?.dependsOn.forEach(reach);
    };
    reach(bill.metadata.component['bom-ref']);
    const missed = bill.components.filter((component) => !reached.has(component['bom-ref']));
    assert.deepEqual(missed, []);
  });

  it('has every dependency of package.json that is for running', () => {
    const names = new Set(packages.map(({ name }) => name));
    assert.deepEqual(
      Object.keys(packageJson.dependencies).filter((name) => !names.has(name)),
      [],
    );
  });

  it('has nothing that is for development alone', () => {
    const names = new Set(packages.map(({ name }) => name));
    assert.deepEqual(
      Object.keys(packageJson.devDependencies).filter((name) => names.has(name)),
      [],
    );
  });

  it('has Bun, with its packages for all platforms', () => {
    assert.deepEqual([bun?.name, bun?.type], ['bun', 'platform']);
    assert.deepEqual([...new Set(runtimes.map(({ version }) => version))], [bun?.version]);
    const builds = ['darwin', 'linux', 'windows'].map((system) =>
      runtimes.filter(({ name }) => name.includes(`-${system}-`)),
    );
    assert.deepEqual(
      builds.map(({ length }) => length),
      [2, 4, 2],
    );
  });

  it('tells neither where it was made nor where packages came from', () => {
    assert.ok(!text.includes(repositoryRoot));
    assert.doesNotMatch(text, /https?:|\/(home|root|tmp|work|Users)\//);
  });

  it('is the same when it is made again, and has another number when it is of something else', () => {
    const { name, version, license } = packageJson;
    const { timestamp } = bill.metadata;
    const software = {
      ...{ name, version, license, bundle, runtimes: readLockFile('.ci/native/every-platform') },
      date: timestamp === undefined ? undefined : new Date(timestamp),
    };
    assert.equal(softwareBill(software), text);
    const other = JSON.parse(softwareBill({ ...software, version: '9.9.9' })) as Bill;
    assert.notEqual(other.serialNumber, bill.serialNumber);
  });
});

describe('the notices', () => {
  const notices =
    readArchive('darwin_arm64')
      .find(({ name }) => name === 'THIRD-PARTY-NOTICES.txt')
      ?.bytes.toString() ?? '';

  it('name every package of the bill, and Bun', () => {
    for (const { name, version } of packages) assert.ok(notices.includes(`\n${name} ${version} (`), name);
    assert.ok(notices.includes(`\nBun ${bun?.version}, `));
  });

  it('have the license texts of the packages', () => {
    const paths = bundle.packages
      .map(({ location }) => join(repositoryRoot, location, 'LICENSE'))
      .filter(existsSync);
    assert.ok(paths.length > 30);
    for (const path of paths)
      assert.ok(notices.includes(readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim()), path);
  });

  it('have the whole text of the licenses of Bun that ask for it', () => {
    assert.match(notices, /GNU LIBRARY GENERAL PUBLIC LICENSE[\s\S]*Version 2, June 1991[\s\S]*END OF TERMS/);
    assert.match(
      notices,
      /GNU LESSER GENERAL PUBLIC LICENSE[\s\S]*Version 2\.1, February 1999[\s\S]*END OF TERMS/,
    );
  });

  it('have the notice of a package that has it in its code alone', () => {
    assert.match(notices, /@bufbuild\/protobuf [\s\S]*Copyright 2008 Google Inc\./);
  });
});
