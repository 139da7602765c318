#!/bin/sh
# A fresh Debian's root: installs the package, lets an engineer connect with what was installed, removes it, and looks
# for what is left.
set -eu
package=altostrat-launcher
say() { printf '   %s\n' "$*"; }

say "a desktop's bare parts: a display, a bus, a terminal"
apt-get -qq update
apt-get -qq install --yes --no-install-recommends xvfb xauth dbus xterm man-db >/trial/apt.log 2>&1 ||
  { tail -n 20 /trial/apt.log; exit 1; }

say "installing the package with what it asks for"
apt-get -qq install --yes --no-install-recommends /trial/launcher.deb >/trial/apt.log 2>&1 ||
  { tail -n 20 /trial/apt.log; exit 1; }
dpkg --listfiles $package >/trial/files

say "every library is there, the manual opens, the completion is sound"
for program in altostrat-launcher altostrat-ssh; do
  if ldd /usr/bin/$program | grep 'not found'; then exit 1; fi
done
man --local-file /usr/share/man/man1/altostrat-launcher-connect.1 | grep --quiet 'Exit status'
bash -c '. /usr/share/bash-completion/completions/altostrat-launcher && complete -p altostrat-launcher' >/dev/null

say "an engineer without rights connects by SSH"
useradd --create-home engineer
install --directory --owner engineer --mode 700 /run/engineer
# The tests of the command line, on the programs that were installed: a site's name in, a router's prompt out.
su engineer --shell /bin/sh --command '
  cd && export XDG_RUNTIME_DIR=/run/engineer LANG=C.UTF-8 ALTOSTRAT_TEST_BIN_DIR=/usr/bin
  exec xvfb-run --auto-servernum dbus-run-session -- /trial/command_line --test-threads=1'

say "removing it"
apt-get -qq purge --yes $package >/trial/apt.log 2>&1 || { tail -n 20 /trial/apt.log; exit 1; }
left=$(
  while read -r file; do [ -d "$file" ] || [ ! -e "$file" ] || echo "$file"; done </trial/files
  # The package's own folder of the catalogue of packages and the logs of apt name it; files of it may not be there.
  find / -xdev \( -path /trial -o -path /proc -o -path /dev -o -path /tmp -o -path /home -o -path /var/cache/apt \
    -o -path /run/engineer \) -prune -o -iname '*altostrat*' -print
  pgrep -f /usr/bin/altostrat || true
)
if [ -n "$left" ]; then
  printf 'left behind:\n%s\n' "$left"
  exit 1
fi
say "nothing is left"
