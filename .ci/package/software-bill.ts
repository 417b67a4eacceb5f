import { createHash } from 'node:crypto';
import type { Bundle, BundledPackage } from './bundled-packages.ts';
import type { LockedPackage } from './lock-file.ts';

/** What a bill is made from. */
export interface Software {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** Undefined when it is not known: then the bill has no date. */
  readonly date: Date | undefined;
  readonly bundle: Bundle;
  /** Bun's packages, all of one version; each archive has one or two of them. */
  readonly runtimes: readonly LockedPackage[];
}

/**
 * The software bill of materials of a release in CycloneDX 1.6, as JSON. The same software gives the same text.
 *
 * @throws Error when Bun's packages are of several versions
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export function softwareBill(software: Software): string {
  const { name, version, license, date, bundle, runtimes } = software;
  const self = {
    'bom-ref': `${name}@${version}`,
    type: 'application',
    name,
    version,
    licenses: licenses(license),
  };
  const bun = runtimeComponent(runtimes);
  const content = {
    metadata: { ...(date && { timestamp: date.toISOString() }), component: self },
    components: [bun, ...bundle.packages.map(npmComponent)],
    dependencies: [
      { ref: self['bom-ref'], dependsOn: [bun['bom-ref'], ...bundle.imports] },
      { ref: bun['bom-ref'], dependsOn: [] },
      ...bundle.packages.map(({ location, imports }) => ({ ref: location, dependsOn: imports })),
    ],
  };
  const serialNumber = `urn:uuid:${uuidOf(JSON.stringify(content))}`;
  const bill = { bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber, version: 1, ...content };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

/** The version that all of Bun's packages have. */
export function runtimeVersion(runtimes: readonly LockedPackage[]): string {
  const [version, ...others] = new Set(runtimes.map((runtime) => runtime.version));
  if (version === undefined || others.length > 0) throw new Error("Bun's packages are not of one version");
  return version;
}

function runtimeComponent(runtimes: readonly LockedPackage[]) {
  const version = runtimeVersion(runtimes);
  const purl = `pkg:npm/bun@${version}`;
  return {
    'bom-ref': purl,
    type: 'platform',
    name: 'bun',
    version,
    description:
      'JavaScript runtime; holds JavaScriptCore (LGPL 2) and the libraries that THIRD-PARTY-NOTICES.txt lists',
    licenses: licenses('MIT AND LGPL-2.0-only AND LGPL-2.1-only'),
    purl,
    components: runtimes.map(npmComponent),
  };
}

function npmComponent(locked: LockedPackage | BundledPackage) {
  return {
    // A package can be there twice, so that its name and version are not enough.
    'bom-ref': locked.location,
    type: 'library',
    name: locked.name,
    version: locked.version,
    hashes: [{ alg: 'SHA-512', content: locked.sha512 }],
    licenses: licenses(locked.license),
    purl: purlOf(locked),
  };
}

function purlOf({ name, version }: LockedPackage): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function licenses(expression: string) {
  return /^[\w.+-]+$/.test(expression) ? [{ license: { id: expression } }] : [{ expression }];
}

/** A UUID of version 8 (own making) that stands for the content. */
function uuidOf(content: string): string {
  const bytes = createHash('sha256').update(content).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
