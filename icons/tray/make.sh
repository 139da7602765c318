#!/bin/sh
# Makes the PNGs from the SVG sources; needs rsvg-convert (Debian: librsvg2-bin).
set -eu
cd "$(dirname "$0")"
for state in idle active ending-soon offline; do
  rsvg-convert --width 32 "$state.svg" --output "$state-32.png"
  rsvg-convert --width 44 "$state.svg" --output "$state-22@2x.png"
  rsvg-convert --width 44 --stylesheet template.css "$state.svg" --output "$state-template-22@2x.png"
done
