package dev.plat.hosting.serve;

import dev.plat.hosting.index.HostIndex;
import dev.plat.hosting.store.NodeStore;
import dev.plat.hosting.tls.Certificates;
import dev.plat.hosting.tls.Entrance;
import dev.plat.hosting.tls.Handshake;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports that visitors meet: HTTP/1.1 in clear, and TLS with HTTP/1.1 and HTTP/2, over our own
 * Netty pipeline, on native epoll where there is one. Micronaut's server keeps the API; its file
 * serving blocks and has no strong tags.
 *
 * <p>Threads: start once, close once or more often; both block.
 */
public final class EdgeServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeServer.class);
    private static final WriteBufferWaterMark WATER =
            new WriteBufferWaterMark(128 << 10, 256 << 10);
    private static final int BACKLOG = 1024;

    private enum State {
        LATENT,
        STARTED,
        CLOSED
    }

    private final EdgeSettings settings;
    private final EdgeLimits limits;
    private final Edge edge;
    private final Origins origins;
    private final Certificates certificates;
    private final Entrance entrance;
    private final ExecutorService virtualThreads =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("edge-lookup-", 0).factory());
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Map<EventLoop, Watch> watches = new ConcurrentHashMap<>();
    private State state = State.LATENT;
    private @Nullable EventLoopGroup loops;
    private @Nullable Channel listener;
    private @Nullable Channel tlsListener;

    public EdgeServer(
            EdgeSettings settings,
            EdgeLimits limits,
            HostIndex index,
            NodeStore store,
            ProbeKey probe,
            Certificates certificates,
            InstantSource clock) {
        this.certificates = certificates;
        this.entrance = new Entrance(index, certificates, virtualThreads, clock);
        this.settings = settings;
        this.limits = limits;
        this.origins = new Origins(index.names());
        this.edge =
                new Edge(
                        index.names(),
                        new Resolver(index, new WellKnown(index, probe, clock), origins),
                        new Responder(store),
                        limits,
                        virtualThreads,
                        new DateLine(clock));
    }

    /** Listens; the port is known from here on. */
    public synchronized void start() throws IOException {
        if (state != State.LATENT) {
            throw new IllegalStateException("an edge server starts once");
        }
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends ServerChannel> type =
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(threads, io);
        loops = group;
        Channel bound = bind(group, type, settings.port(), this::accept);
        listener = bound;
        Integer publicPort = settings.publicPort();
        origins.clearPort(publicPort == null ? port(bound) : publicPort);
        if (certificates.enabled()) {
            Channel tls = bind(group, type, settings.tlsPort(), this::acceptTls);
            tlsListener = tls;
            Integer tlsPublicPort = settings.tlsPublicPort();
            origins.securePort(tlsPublicPort == null ? port(tls) : tlsPublicPort);
            LOG.info("visitors with TLS are met on {}", tls.localAddress());
        }
        state = State.STARTED;
        LOG.info("visitors are met on {} ({})", bound.localAddress(), epoll ? "epoll" : "nio");
    }

    private Channel bind(
            EventLoopGroup group,
            Class<? extends ServerChannel> type,
            int port,
            Consumer<Channel> accept)
            throws IOException {
        try {
            return new ServerBootstrap()
                    .group(group)
                    .channel(type)
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.AUTO_READ, false)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                    .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER)
                    .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                    .childHandler(
                            new ChannelInitializer<>() {
                                @Override
                                protected void initChannel(Channel channel) {
                                    if (admit(channel)) {
                                        accept.accept(channel);
                                    }
                                }
                            })
                    .bind(settings.bind(), port)
                    .sync()
                    .channel();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while binding", e);
        }
    }

    private boolean admit(Channel channel) {
        if (connections.size() >= limits.connections()) {
            var _ = channel.close();
            return false;
        }
        connections.add(channel);
        return true;
    }

    private void accept(Channel channel) {
        channel.pipeline()
                .addLast(new VisitorConnection(edge, new Arrival.Clear(), watch(channel)));
    }

    private void acceptTls(Channel channel) {
        Handshake handshake =
                new Handshake(entrance, virtualThreads, limits.handshakeTime(), this::entered);
        channel.pipeline().addLast(handshake);
    }

    /** TLS stands; from here on the two versions differ only in how requests are framed. */
    private void entered(ChannelHandlerContext ctx, String certificate, boolean http2) {
        Arrival arrival = new Arrival.Secure(certificate);
        Watch watch = watch(ctx.channel());
        if (http2) {
            VisitorStreams.enter(ctx.pipeline(), edge, arrival, watch);
        } else {
            ctx.pipeline().addLast(new VisitorConnection(edge, arrival, watch));
        }
        ctx.pipeline().remove(ctx.handler());
    }

    private Watch watch(Channel channel) {
        return watches.computeIfAbsent(channel.eventLoop(), Watch::on);
    }

    /** The port listened on. */
    public synchronized int port() {
        Channel bound = listener;
        if (bound == null) {
            throw new IllegalStateException("not started");
        }
        return port(bound);
    }

    /** The port listened on with TLS; empty on a node that has no key to open certificates with. */
    public synchronized OptionalInt tlsPort() {
        Channel bound = tlsListener;
        return bound == null ? OptionalInt.empty() : OptionalInt.of(port(bound));
    }

    /** Where visitors find this host: scheme, host, port. */
    public String origin(String host) {
        return origins.of(host);
    }

    /** The same without TLS, whatever certificate is held. */
    public String clearOrigin(String host) {
        return origins.clear(host);
    }

    private static int port(Channel bound) {
        return ((InetSocketAddress) bound.localAddress()).getPort();
    }

    /** Connections that are open now. */
    public int connections() {
        return connections.size();
    }

    /** Stops accepting, lets answers under way finish within the drain time, then closes. */
    @Override
    public synchronized void close() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        edge.drain();
        Channel bound = listener;
        if (bound != null) {
            bound.close().syncUninterruptibly();
        }
        Channel tls = tlsListener;
        if (tls != null) {
            tls.close().syncUninterruptibly();
        }
        // The watches close idle connections; each closed one leaves the group.
        if (!connections.newCloseFuture().awaitUninterruptibly(limits.drainTime().toMillis())) {
            LOG.warn("{} answers were cut off by the end of the drain", connections.size());
        }
        connections.close().awaitUninterruptibly(Duration.ofSeconds(1).toMillis());
        virtualThreads.shutdownNow();
        EventLoopGroup group = loops;
        if (group != null) {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2000);
        }
    }
}
