#!/bin/sh
# Drives every exported sysfs output low. Runs after the service has ended, however it ended: a relay left on would hold an
# arm's OPEN contact closed. Lines of the character device need nothing: the kernel drops them with the process.
root=${GPIO_SYSFS:-/sys/class/gpio}
for direction in "$root"/gpio*/direction; do
  [ -w "$direction" ] || continue
  read -r is <"$direction" || continue
  if [ "$is" = out ]; then echo low >"$direction"; fi
done
exit 0
