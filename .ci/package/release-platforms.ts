import { type NativeTarget, nativeTargets } from '../native-targets.ts';

/** An executable in a release's archive. */
export interface Build {
  readonly target: NativeTarget;
  /** Folder of the archive, or undefined for its top, where Terraform looks for what it starts. */
  readonly folder?: 'glibc' | 'musl';
}

/** A platform that a release has an archive for. */
export interface ReleasePlatform {
  /** As Terraform names it. */
  readonly name: string;
  /** More than one where a launcher has to choose. */
  readonly builds: readonly Build[];
}

const {
  linuxX64,
  linuxX64Musl,
  linuxArm64,
  linuxArm64Musl,
  darwinX64,
  darwinArm64,
  windowsX64,
  windowsArm64,
} = nativeTargets;

/** Every platform of a release, by name. */
export const releasePlatforms: readonly ReleasePlatform[] = [
  { name: 'darwin_amd64', builds: [{ target: darwinX64 }] },
  { name: 'darwin_arm64', builds: [{ target: darwinArm64 }] },
  { name: 'linux_amd64', builds: bothLibraries(linuxX64, linuxX64Musl) },
  { name: 'linux_arm64', builds: bothLibraries(linuxArm64, linuxArm64Musl) },
  { name: 'windows_amd64', builds: [{ target: windowsX64 }] },
  { name: 'windows_arm64', builds: [{ target: windowsArm64 }] },
];

function bothLibraries(glibc: NativeTarget, musl: NativeTarget): readonly Build[] {
  return [
    { target: glibc, folder: 'glibc' },
    { target: musl, folder: 'musl' },
  ];
}
