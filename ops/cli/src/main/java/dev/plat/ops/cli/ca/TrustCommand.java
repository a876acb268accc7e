package dev.plat.ops.cli.ca;

import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.Exit;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what to type. A program that changes whom a machine trusts is not one to run lightly. */
@Command(
        name = "trust",
        mixinStandardHelpOptions = true,
        description =
                "Print what to type so that this machine trusts the root, and how to undo it.")
final class TrustCommand implements Callable<Integer> {

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() {
        CaFiles ca = CaFiles.read(cluster.data());
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                """
                Nothing was changed. To trust "%1$s" for %3$s and names below, type what fits:

                Debian, Ubuntu (curl, wget, most programs)
                  sudo cp '%2$s' /usr/local/share/ca-certificates/%4$s.crt
                  sudo update-ca-certificates
                  undo: sudo rm /usr/local/share/ca-certificates/%4$s.crt && sudo update-ca-certificates --fresh

                Chromium and Chrome on Linux (apt-get install libnss3-tools)
                  mkdir -p "$HOME/.pki/nssdb" && certutil -d sql:"$HOME/.pki/nssdb" -A -t C,, -n '%1$s' -i '%2$s'
                  undo: certutil -d sql:"$HOME/.pki/nssdb" -D -n '%1$s'

                Firefox
                  Settings, Privacy & Security, View Certificates, Authorities, Import: '%2$s'
                  undo: the same list, "%1$s", Delete or Distrust

                macOS
                  sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain '%2$s'
                  undo: sudo security delete-certificate -c '%1$s' /Library/Keychains/System.keychain

                Windows (as administrator)
                  certutil -addstore -f Root "%2$s"
                  undo: certutil -delstore Root %5$s

                One call of curl, without trusting anything
                  curl --cacert '%2$s' https://...

                Compare before you do: SHA-256 %6$s
                """
                        .formatted(
                                ca.name(),
                                ca.file(),
                                String.join(", ", ca.trees()),
                                ca.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"),
                                ca.root().getSerialNumber().toString(16),
                                ca.fingerprint()));
        out.flush();
        return Exit.DONE;
    }
}
