#!/usr/bin/env bash
# Installs what the browser tests need from the system's packages: Chromium, a Chinese font and nginx.
# Where it cannot install them, it says what is missing and exits with 1.
set -euo pipefail

have_chromium() { command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null; }
have_font() { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh family)" ]; }
# A user's PATH often lacks the folders of system programs.
have_nginx() { PATH="$PATH:${SYSTEM_FOLDERS-/usr/sbin:/usr/local/sbin}" command -v nginx >/dev/null; }

missing=()
have_chromium || missing+=(chromium)
have_font || missing+=(fontconfig fonts-noto-cjk)
have_nginx || missing+=(nginx)
[ ${#missing[@]} -gt 0 ] || exit 0

if ! command -v apt-get >/dev/null; then
  echo "The browser tests need Chromium (as 'chromium' on the PATH), a Chinese font such as Noto Sans CJK, and nginx." >&2
  echo "This system has no apt-get: install them with its own package manager." >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" != 0 ]; then
  if ! sudo -n true 2>/dev/null; then
    echo "The browser tests need: ${missing[*]}. Install them with the system's package manager, on Debian:" >&2
    echo "  sudo apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo -n)
fi
"${as_root[@]}" apt-get update -q
# The same engine without a desktop's windows opens a page in two thirds of the time. Debian has a
# package of it, Ubuntu has not.
if apt-cache show chromium-headless-shell >/dev/null 2>&1; then
  missing=("${missing[@]/%chromium/chromium-headless-shell}")
fi
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
  apt-get -o DPkg::Lock::Timeout=300 install -y -q --no-install-recommends "${missing[@]}"
# The tests start nginx themselves; the system need not serve anything.
if [[ " ${missing[*]} " == *" nginx "* ]] && command -v systemctl >/dev/null; then
  "${as_root[@]}" systemctl disable --now --quiet nginx || true
fi
if ! have_chromium; then
  echo "apt-get has installed ${missing[*]}, but there is still no 'chromium' on the PATH." >&2
  exit 1
fi
