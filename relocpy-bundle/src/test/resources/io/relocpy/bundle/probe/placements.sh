# Puts the bundle $BUNDLE into a placement and runs its command "probe" there with the arguments that follow.
# Run in a mount namespace of its own, so nothing stays mounted; $WORK is an empty folder, $CERTIFICATES has host-ca.pem,
# $ROOTS has the roots that debian-root made.
#   placements.sh PLACEMENT [ARGUMENT...]
set -eu
placement=$1
shift
root=$WORK/root
mkdir "$root"
cd /

probe() { exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/ "$@"; }

bind() { # what, where
  mkdir -p "$2"
  mount --rbind "$1" "$2"
}

# the machine's own root, with the test's certificate authority for its own, and room in /mnt
here() {
  mount -t tmpfs tmpfs /mnt
  cp "$CERTIFICATES/host-ca.pem" /mnt/host-ca.pem
  host_authority /
}

host_authority() {
  mount -t tmpfs tmpfs "$1/etc/ssl"
  mkdir "$1/etc/ssl/certs"
  cp "$CERTIFICATES/host-ca.pem" "$1/etc/ssl/certs/ca-certificates.crt"
}

here_at() { # path below /mnt
  here
  bind "$BUNDLE" "/mnt/$1"
}

debian() { # suite
  mount --rbind "$ROOTS/debian-$1" "$root"
  mount --rbind /dev "$root/dev"
  mount --rbind /proc "$root/proc"
  mount -t tmpfs tmpfs "$root/opt"
  host_authority "$root"
  bind "$BUNDLE" "$root/opt/hello"
}

case $placement in
empty-root)
  bind "$BUNDLE" "$root/hello"
  probe chroot "$root" /hello/bin/probe "$@"
  ;;
busybox)
  bind "$BUNDLE" "$root/opt/hello"
  cp "$(command -v busybox)" "$root/busybox"
  probe chroot "$root" /busybox sh -c 'cd /opt && exec hello/bin/probe "$@"' sh "$@"
  ;;
debian-*)
  debian "${placement#debian-}"
  probe chroot "$root" /opt/hello/bin/probe "$@"
  ;;
musl)
  mkdir "$root/lib"
  cp -L /lib/ld-musl-*.so.1 "$root/lib/"
  cp "$CERTIFICATES/exec_as" "$root/exec_as"
  bind "$BUNDLE" "$root/hello"
  probe chroot "$root" /exec_as / /hello/bin/probe /hello/bin/probe "$@"
  ;;
read-only)
  bind "$BUNDLE" "$root/hello"
  mkdir "$root/tmp"
  mount -t tmpfs tmpfs "$root/tmp"
  mount -o remount,bind,ro "$root/hello"
  probe chroot "$root" /hello/bin/probe "$@"
  ;;
other-user)
  bind "$BUNDLE" "$root/hello"
  mkdir -m 1777 "$root/tmp"
  chmod 755 "$root"
  probe chroot --userspec=12345:12345 "$root" /hello/bin/probe "$@"
  ;;
noexec-tmp)
  here_at hello
  mount -t tmpfs -o noexec tmpfs /tmp
  probe /mnt/hello/bin/probe "$@"
  ;;
spaces)
  here_at 'mein Büro/日本 語'
  probe '/mnt/mein Büro/日本 語/bin/probe' "$@"
  ;;
separators)
  here_at 'x:y;z'
  probe '/mnt/x:y;z/bin/probe' "$@"
  ;;
long)
  path=
  while [ ${#path} -lt 3000 ]; do path=$path/$(printf '%0200d' 0); done
  here_at "$path"
  probe "/mnt$path/bin/probe" "$@"
  ;;
links)
  here_at 'real/hello'
  ln -s real /mnt/second
  ln -s second/hello /mnt/first
  ln -s ../mnt/first/bin/probe /mnt/greet
  probe /mnt/greet "$@"
  ;;
moved)
  here
  cp -a "$BUNDLE" /mnt/before
  mkfifo /mnt/go
  /mnt/before/bin/python3 -c '
import json, sqlite3, ssl, sys
open("/mnt/go", "rb").read() # as text, Python 3.9 would look for a module then
ssl.create_default_context()
print(json.dumps(sqlite3.connect(":memory:").execute("select 42").fetchone()))' >/mnt/answer &
  exec 3>/mnt/go # waits for the reader
  mv /mnt/before /mnt/after
  exec 3>&-
  wait $!
  [ "$(cat /mnt/answer)" = '[42]' ]
  probe /mnt/after/bin/probe "$@"
  ;;
at-root)
  mount --rbind "$BUNDLE" "$root"
  probe chroot "$root" /bin/probe "$@"
  ;;
*)
  echo "no such placement: $placement" >&2
  exit 2
  ;;
esac
