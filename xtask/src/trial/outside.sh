#!/bin/sh
# Runs /trial/inside.sh in the root $1. Called in namespaces of mounts and processes of its own (unshare), so that
# whatever is mounted or started here ends with it.
set -eu
root=$1
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --bind "$2" "$root/var/cache/apt/archives"
exec chroot "$root" /usr/bin/env --ignore-environment \
  PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive sh /trial/inside.sh
