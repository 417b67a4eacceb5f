/** A platform that a native build is for. */
export interface NativeTarget {
  /** Bun's name for `--target`. */
  readonly name: string;
  /** npm package that has Bun's runtime for it, which is its compiler as well. */
  readonly package: string;
  readonly platform: NodeJS.Platform;
  readonly architecture: NodeJS.Architecture;
  /** The C library that the build needs; Linux alone has two. */
  readonly libc: 'glibc' | 'musl' | undefined;
}

// On x64 the runtimes that are called baseline: they never need AVX2, which old processors and some emulators lack.
export const nativeTargets = {
  linuxX64: target('linux', 'x64', '-baseline', 'glibc'),
  linuxX64Musl: target('linux', 'x64', '-musl-baseline', 'musl'),
  linuxArm64: target('linux', 'arm64', '', 'glibc'),
  linuxArm64Musl: target('linux', 'arm64', '-musl', 'musl'),
  darwinX64: target('darwin', 'x64', '-baseline'),
  darwinArm64: target('darwin', 'arm64'),
  windowsX64: target('win32', 'x64', '-baseline'),
  windowsArm64: target('win32', 'arm64'),
} as const;

/**
 * What a build for this very machine is for.
 *
 * @throws Error when there is no such target
 */
export function targetOfThisMachine(): NativeTarget {
  const { platform, arch } = process;
  const libc = platform === 'linux' ? libcOfThisMachine() : undefined;
  const found = Object.values(nativeTargets).find(
    (target) => target.platform === platform && target.architecture === arch && target.libc === libc,
  );
  if (found === undefined) throw new Error(`Bun has no package for ${platform} on ${arch}.`);
  return found;
}

function target(
  platform: NodeJS.Platform,
  architecture: NodeJS.Architecture,
  suffix = '',
  libc?: 'glibc' | 'musl',
): NativeTarget {
  const system = platform === 'win32' ? 'windows' : platform;
  const processor = architecture === 'arm64' ? 'aarch64' : architecture;
  const name = `bun-${system}-${processor}${suffix}`;
  return { name, package: `@oven/${name}`, platform, architecture, libc };
}

function libcOfThisMachine(): 'glibc' | 'musl' {
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  return report.header?.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
}
