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
 * so that the process Terraform watches and ends is the provider. It starts no other program. Its variables have a prefix,
 * so that none of the user's is changed.
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
ecr_root='${root}'
ecr_glibc=$ecr_root${glibcLoader}
ecr_musl=$ecr_root/lib/ld-musl-${musl}.so.1
ecr_gcompat=$ecr_root/lib/libgcompat.so.0
ecr_search_path_of_musl=$ecr_root/etc/ld-musl-${musl}.path

case $0 in
  */*) ecr_here=\${0%/*} ;;
  *) ecr_here=. ;;
esac

fail() {
  printf '%s\\n' "terraform-provider-ecr can't start: $1"
  exit 1
}

# Alpine's stand-ins for glibc have its loader too, but can't run the build for it.
has_glibc() {
  [ -e "$ecr_glibc" ] && ! [ -e "$ecr_gcompat" ] && ! [ "$ecr_glibc" -ef "$ecr_musl" ]
}

# Where musl's loader looks.
has_libstdcxx() {
  ecr_directories=$ecr_root/lib:$ecr_root/usr/local/lib:$ecr_root/usr/lib
  if [ -r "$ecr_search_path_of_musl" ]; then
    ecr_directories=
    while read -r ecr_line || [ -n "$ecr_line" ]; do ecr_directories=$ecr_directories:$ecr_line; done <"$ecr_search_path_of_musl"
  fi
  set -f
  IFS=:
  for ecr_directory in $LD_LIBRARY_PATH $ecr_directories; do
    [ -n "$ecr_directory" ] && [ -e "$ecr_directory/libstdc++.so.6" ] && return 0
  done
  return 1
}

[ -d "$ecr_here/glibc" ] || fail "its other files are not beside it in $ecr_here: it was copied or linked without them."
if has_glibc; then exec "$ecr_here/glibc/terraform-provider-ecr" "$@"; fi
[ -e "$ecr_musl" ] || fail "this system has the loader of neither glibc ($ecr_glibc) nor musl ($ecr_musl)."
has_libstdcxx || fail 'libstdc++ is missing. On Alpine Linux: apk add libstdc++'
exec "$ecr_here/musl/terraform-provider-ecr" "$@"
`;
}
