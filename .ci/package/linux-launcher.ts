interface Architecture {
  /** Where programs for glibc expect its loader. */
  readonly glibcLoader: string;
  /** As musl names the architecture. */
  readonly musl: string;
}

const architectures: Readonly<Partial<Record<NodeJS.Architecture, Architecture>>> = {
  x64: { glibcLoader: '/lib64/ld-linux-x86-64.so.2', musl: 'x86_64' },
  arm64: { glibcLoader: '/lib/ld-linux-aarch64.so.1', musl: 'aarch64' },
};

/**
 * The shell script that Terraform starts on Linux: it lets the build for the C library of the system take its place,
 * so that the process Terraform watches and ends is the provider. It uses nothing but what is built into a POSIX shell.
 *
 * A problem is told on stdout: go-plugin shows users the first line there when it is no handshake.
 *
 * @param root - stands before every path of the system; only tests have one
 * @throws Error for an architecture without a build for Linux
 */
export function linuxLauncher(architecture: NodeJS.Architecture, root = ''): string {
  const names = architectures[architecture];
  if (names === undefined) throw new Error(`there is no launcher for ${architecture}`);
  const { glibcLoader, musl } = names;
  return `#!/bin/sh
root='${root}'
glibc=$root${glibcLoader}
musl=$root/lib/ld-musl-${musl}.so.1
gcompat=$root/lib/libgcompat.so.0
search_path_of_musl=$root/etc/ld-musl-${musl}.path

case $0 in
  */*) here=\${0%/*} ;;
  *) here=. ;;
esac

fail() {
  printf '%s\\n' "terraform-provider-ecr can't start: $1"
  exit 1
}

# Alpine's stand-ins for glibc have its loader too, but can't run the build for it.
has_glibc() {
  [ -e "$glibc" ] && ! [ -e "$gcompat" ] && ! [ "$glibc" -ef "$musl" ]
}

# Where musl's loader looks.
has_libstdcxx() {
  directories=$LD_LIBRARY_PATH:$root/lib:$root/usr/local/lib:$root/usr/lib
  if [ -r "$search_path_of_musl" ]; then
    directories=$LD_LIBRARY_PATH
    while read -r line || [ -n "$line" ]; do directories=$directories:$line; done <"$search_path_of_musl"
  fi
  set -f
  IFS=:
  for directory in $directories; do
    [ -e "$directory/libstdc++.so.6" ] && return 0
  done
  return 1
}

if has_glibc; then exec "$here/glibc/terraform-provider-ecr" "$@"; fi
[ -e "$musl" ] || fail "this system has the loader of neither glibc ($glibc) nor musl ($musl)."
has_libstdcxx || fail 'libstdc++ is missing. On Alpine Linux: apk add libstdc++'
exec "$here/musl/terraform-provider-ecr" "$@"
`;
}
