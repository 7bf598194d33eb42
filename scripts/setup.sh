#!/usr/bin/env bash
# Makes the virtual environment, the jars and the master key; with unchanged locks it only looks and is done at once.
#   scripts/setup.sh                set up
#   scripts/setup.sh find-python    print a Python that will do
#   scripts/setup.sh find-java      print the home of a Java that will do
# PYTHON and JAVA_HOME are preferred where set; LAKE_VENV (.venv) and LAKE_JVM_DIRS (/usr/lib/jvm) can be moved.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

venv=${LAKE_VENV:-.venv}
log=$venv/setup.log

refuse() {
    echo "$1" >&2
    exit 1
}

install_with() { # apt-name dnf-name brew-name
    if command -v apt-get >/dev/null; then
        echo "sudo apt-get install $1"
    elif command -v dnf >/dev/null; then
        echo "sudo dnf install $2"
    elif command -v brew >/dev/null; then
        echo "brew install $3"
    else
        echo "your package manager"
    fi
}

find_python() {
    local candidate found=""
    if [ -n "${PYTHON:-}" ]; then
        python_will_do "$PYTHON" && { echo "$PYTHON"; return; }
        refuse "PYTHON=$PYTHON is not a Python 3.11 or newer: correct it, or unset it to search PATH."
    fi
    for candidate in python3 python3.11 python3.12 python3.13 python3.14; do
        python_will_do "$candidate" && { echo "$candidate"; return; }
        found=$found$("$candidate" -V 2>/dev/null || true)
    done
    refuse "${found:+$found is too old: }Python 3.11 or newer is needed: install it with \`$(install_with "python3.11 python3.11-venv" python3.11 python@3.11)\` or set PYTHON=/path/to/python3.11."
}

python_will_do() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# Java itself knows best where it lives: PATH may hold a link or a version manager's stand-in.
java_facts() {
    "$1" -XshowSettings:properties -version 2>&1 |
        sed -n -e 's/^ *java\.home = //p' -e 's/^ *java\.specification\.version = //p' || true
}

find_java() {
    local candidate facts home version found=""
    for candidate in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java || true)" \
        ${LAKE_JVM_DIRS:-/usr/lib/jvm}/*17*/bin/java ${LAKE_JVM_DIRS:-/usr/lib/jvm}/*21*/bin/java \
        /Library/Java/JavaVirtualMachines/*/Contents/Home/bin/java; do
        [ -n "$candidate" ] && [ -x "$candidate" ] || continue
        facts=$(java_facts "$candidate")
        home=$(sed -n 1p <<<"$facts")
        version=$(sed -n 2p <<<"$facts")
        case $version in
            17 | 21) echo "$home"; return ;;
            ?*) found=${found:-Java $version at $candidate does not run Spark: } ;;
        esac
    done
    refuse "${found:-No Java was found: }Java 17 or 21 is needed: install it with \`$(install_with "openjdk-17-jre-headless (or openjdk-21-jre-headless)" java-17-openjdk-headless openjdk@17)\` or set JAVA_HOME."
}

# Moving the project breaks the absolute paths in a virtual environment, so its place is part of what is compared.
fingerprint() {
    { pwd; cat requirements.lock pyproject.toml; } | cksum
}

install_packages() {
    local python
    python=$(find_python)
    echo "Installing Python packages into $venv (once, a few minutes) ..."
    "$venv/bin/python" -c '' 2>/dev/null || make_venv "$python"
    # pyspark comes as source: what builds it is installed first, from the same lock, so that nothing unlocked is fetched.
    awk '/^[a-z]/ { wanted = /^(setuptools|wheel|packaging)==/ } wanted' requirements.lock >"$venv/build.lock"
    pip_install --require-hashes -r "$venv/build.lock"
    pip_install --require-hashes --no-build-isolation -r requirements.lock
    pip_install --no-deps --no-build-isolation --editable .
    fingerprint >"$venv/installed"
}

make_venv() {
    rm -rf "$venv"
    "$1" -m venv "$venv" >/dev/null 2>&1 && return
    rm -rf "$venv"
    refuse "$1 cannot make a virtual environment: install what is missing with \`$(install_with "python3-venv" python3 python@3.11)\`."
}

pip_install() {
    "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --quiet "$@" >>"$log" 2>&1 && return
    if grep -qiE 'connection|resolution|timed out|unreachable|proxy|from versions: none' "$log"; then
        refuse "The package index cannot be reached: connect to the network for the first run and repeat the command (details in $log)."
    fi
    refuse "Python packages could not be installed: the reason is at the end of $log."
}

case ${1:-} in
    find-python) find_python; exit ;;
    find-java) find_java; exit ;;
esac

# Somebody else's project is used as it is: an analyst may run it and not change it (docs/boundary.md).
if [ -e "$venv" ] && ! [ -w "$venv" ]; then
    [ "$(cat "$venv/installed" 2>/dev/null)" = "$(fingerprint)" ] ||
        refuse "This project is not set up, or has changed since: ask whom it belongs to for \`make setup\`."
    exit
fi

# One at a time: two shells may start two targets.
exec 9<scripts/setup.sh
if command -v flock >/dev/null; then flock 9; fi

java_home=$(find_java)
if [ "$(cat "$venv/installed" 2>/dev/null)" != "$(fingerprint)" ] || ! [ -x "$venv/bin/python" ]; then
    mkdir -p "$venv"
    : >"$log"
    install_packages
    "$venv/bin/python" -c "from privacy.redaction import vocabulary; vocabulary()"
fi
echo "$java_home" >"$venv/java-home"
export JAVA_HOME=$java_home
"$venv/bin/python" -m scripts.jars
"$venv/bin/python" -m scripts.class_archive
if [ -f scripts/keys.py ]; then "$venv/bin/python" -m scripts.keys; fi
