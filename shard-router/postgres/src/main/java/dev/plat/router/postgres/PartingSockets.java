package dev.plat.router.postgres;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;

/**
 * Sockets that are closed when the backend at the other end has gone, not before: until then it
 * counts against the server's limit, and a budget of sockets would not be one of backends. Only an
 * orderly end waits, and not for long; over TLS the end is not seen in the bytes and nobody waits.
 *
 * <p>Public, as the driver makes it by its name.
 */
public final class PartingSockets extends SocketFactory {

    @Override
    public Socket createSocket() {
        return new Parting();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return new Socket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return new Socket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
            throws IOException {
        return new Socket(host, port, local, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
            throws IOException {
        return new Socket(host, port, local, localPort);
    }

    /** Knows by the last bytes it sent whether it has said goodbye. */
    private static final class Parting extends Socket {

        /** PostgreSQL's message Terminate: its kind, and its length in four bytes. */
        private static final byte[] TERMINATE = {'X', 0, 0, 0, 4};

        private static final int WAIT_MILLIS = 500;

        private volatile boolean parting;

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    out.write(bytes, from, length);
                    parting = length >= TERMINATE.length && endsSo(bytes, from + length);
                }
            };
        }

        @Override
        public void close() throws IOException {
            if (parting && !isClosed()) {
                parting = false;
                awaitEnd();
            }
            super.close();
        }

        private void awaitEnd() {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WAIT_MILLIS);
            try {
                setSoTimeout(WAIT_MILLIS);
                InputStream in = getInputStream();
                while (in.read() >= 0 && System.nanoTime() - end < 0) {
                    // What it still had to say is of no interest.
                }
            } catch (IOException e) {
                // Late or broken: it is closed all the same.
            }
        }

        private static boolean endsSo(byte[] bytes, int end) {
            for (int i = 0; i < TERMINATE.length; i++) {
                if (bytes[end - TERMINATE.length + i] != TERMINATE[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
