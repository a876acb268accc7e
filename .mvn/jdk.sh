# Sourced by ops/plat and .ci/run: makes JAVA_HOME a JDK 25, or says what to install.
# Tried in this order: PLAT_JDK, JAVA_HOME, the installed JVMs.

plat_is_jdk_25() {
    [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25' "$1/release" 2>/dev/null
}

plat_find_jdk() {
    local candidate
    for candidate in "${PLAT_JDK:-}" "${JAVA_HOME:-}" /usr/lib/jvm/* /opt/*jdk* "$HOME"/.sdkman/candidates/java/* \
        "$HOME"/.jdks/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -n "$candidate" ] && plat_is_jdk_25 "$candidate"; then
            printf '%s\n' "$candidate"
            return 0
        fi
    done
    return 1
}

if ! JAVA_HOME=$(plat_find_jdk); then
    echo "plat: no JDK 25 found. Install one (Debian: apt-get install temurin-25-jdk or openjdk-25-jdk)," >&2
    echo "      or name its folder in PLAT_JDK." >&2
    exit 1
fi
export JAVA_HOME
export PATH="$JAVA_HOME/bin:$PATH"
