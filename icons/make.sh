#!/bin/sh
# Makes the PNGs that Linux desktops pick from; needs rsvg-convert (Debian: librsvg2-bin).
set -eu
cd "$(dirname "$0")"
for size in 16 24 32 48 64 128 256 512; do
  rsvg-convert --width "$size" launcher.svg --output "linux/$size.png"
done
