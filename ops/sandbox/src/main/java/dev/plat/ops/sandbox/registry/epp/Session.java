package dev.plat.ops.sandbox.registry.epp;

import dev.plat.ops.sandbox.registry.book.Answer;
import dev.plat.ops.sandbox.registry.book.Book;
import dev.plat.ops.sandbox.registry.book.Script;
import dev.plat.ops.sandbox.registry.xml.BadFrame;
import dev.plat.ops.sandbox.registry.xml.Element;
import dev.plat.ops.sandbox.registry.xml.Xml;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One registrar's line, from its certificate to its logout. */
final class Session {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofMinutes(10);
    private static final int LOGINS_MAX = 3;

    private final Socket line;
    private final SSLContext tls;
    private final EppServer server;
    private String certificate = "";
    private @Nullable String registrar;
    private int refusedLogins;

    Session(Socket line, SSLContext tls, EppServer server) {
        this.line = line;
        this.tls = tls;
        this.server = server;
    }

    void run() throws IOException {
        line.setTcpNoDelay(true);
        line.setSoTimeout(Math.toIntExact(HANDSHAKE.toMillis()));
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(line, null, true)) {
            socket.setUseClientMode(false);
            socket.setNeedClientAuth(true);
            socket.startHandshake();
            certificate = name((X509Certificate) socket.getSession().getPeerCertificates()[0]);
            line.setSoTimeout(Math.toIntExact(IDLE.toMillis()));
            talk(
                    new DataInputStream(socket.getInputStream()),
                    new DataOutputStream(socket.getOutputStream()));
        } finally {
            if (registrar != null) {
                server.leave(registrar);
            }
        }
    }

    private static String name(X509Certificate certificate) throws IOException {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(part -> part.getValue().toString())
                            .findFirst()
                            .orElse("");
        } catch (InvalidNameException e) {
            throw new IOException("a certificate without a name", e);
        }
    }

    private void talk(DataInputStream in, DataOutputStream out) throws IOException {
        greet(out);
        boolean going = true;
        while (going) {
            Optional<byte[]> frame = Frames.read(in);
            going = frame.isPresent() && answered(frame.get(), out);
        }
    }

    private void greet(DataOutputStream out) throws IOException {
        boolean plain =
                server.faults().take("greeting", "", certificate).stream()
                        .anyMatch(fault -> fault.script() == Script.NO_EXTENSION);
        send(out, Greeting.frame(server.book().now(), !plain));
    }

    /** False when the line is to be closed. */
    private boolean answered(byte[] frame, DataOutputStream out) throws IOException {
        Element epp;
        try {
            epp = server.grammar().read(frame);
        } catch (BadFrame e) {
            LOG.info("registrar={} sent what the grammar refuses: {}", certificate, e.getMessage());
            send(out, Answer.refused(2001, "not what the grammar allows").frame(null, "SBX-0"));
            return true;
        }
        Element content = epp.children().getFirst();
        return switch (content.name()) {
            case "hello" -> {
                greet(out);
                yield true;
            }
            case "command" -> command(epp, content, out);
            default -> {
                send(out, Answer.refused(2000, content.name()).frame(null, "SBX-0"));
                yield true;
            }
        };
    }

    private boolean command(Element epp, Element command, DataOutputStream out) throws IOException {
        Element verb = command.children().getFirst();
        String client = command.textOf("clTRID").orElse(null);
        if (verb.name().equals("logout")) {
            send(out, plain(1500, "", client));
            return false;
        }
        List<Fault> faults = server.faults().take(Book.op(epp), Book.subject(epp), certificate);
        if (verb.name().equals("login")) {
            return login(verb, client, out);
        }
        if (registrar == null) {
            send(out, plain(2002, "log in first", client));
            return true;
        }
        return carriedOut(epp, client, faults, registrar, out);
    }

    private boolean login(Element login, @Nullable String client, DataOutputStream out)
            throws IOException {
        String id = login.the("clID").text();
        if (registrar != null) {
            send(out, plain(2002, "logged in already", client));
            return true;
        }
        boolean services =
                login.the("svcs").all("objURI").allMatch(u -> Greeting.OBJECTS.contains(u.text()))
                        && login.the("svcs").child("svcExtension").stream()
                                .flatMap(part -> part.all("extURI"))
                                .allMatch(u -> Greeting.EXTENSIONS.contains(u.text()));
        if (!services) {
            send(out, plain(2307, "a service that the greeting does not offer", client));
            return true;
        }
        if (!server.knows(certificate, id, login.the("pw").text())) {
            refusedLogins++;
            boolean last = refusedLogins >= LOGINS_MAX;
            send(out, plain(last ? 2501 : 2200, "", client));
            return !last;
        }
        if (!server.enter(id)) {
            send(out, plain(2502, EppServer.SESSIONS_MAX + " sessions", client));
            return false;
        }
        registrar = id;
        send(out, plain(1000, "", client));
        return true;
    }

    /** Commit first, then fail: what was cut off after the commit stands in the journal. */
    private boolean carriedOut(
            Element epp,
            @Nullable String client,
            List<Fault> faults,
            String by,
            DataOutputStream out)
            throws IOException {
        Set<Script> scripts = faults.stream().map(Fault::script).collect(Collectors.toSet());
        if (scripts.contains(Script.RESET_BEFORE)) {
            cut();
            return false;
        }
        pause(faults);
        if (scripts.contains(Script.FAILED)) {
            send(out, plain(2400, "", client));
            return true;
        }
        if (scripts.contains(Script.SESSION_LIMIT)) {
            send(out, plain(2502, "", client));
            return false;
        }
        Element answer = server.book().answer(by, epp, scripts);
        if (scripts.contains(Script.RESET_AFTER_COMMIT) || scripts.contains(Script.HANG)) {
            cut();
            return false;
        }
        boolean denied = scripts.contains(Script.FAILED_AFTER_COMMIT);
        send(out, denied ? plain(2400, "", client) : answer);
        return true;
    }

    private static void pause(List<Fault> faults) throws IOException {
        try {
            for (Fault fault : faults) {
                if (fault.script() == Script.HANG || fault.script() == Script.SLOW) {
                    Thread.sleep(fault.pause());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the registry ends", e);
        }
    }

    /** Without TLS's farewell and with TCP's reset, as a cable does it. */
    private void cut() throws IOException {
        line.setSoLinger(true, 0);
        line.close();
    }

    private static Element plain(int code, String reason, @Nullable String client) {
        return Answer.refused(code, reason).frame(client, "SBX-0");
    }

    private void send(DataOutputStream out, Element frame) throws IOException {
        byte[] bytes = Xml.write(frame);
        try {
            server.grammar().check(bytes);
        } catch (BadFrame e) {
            throw new IOException("the registry's own frame breaks the grammar", e);
        }
        Frames.write(out, bytes);
    }
}
