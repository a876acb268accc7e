package dev.plat.resources.server.http;

import dev.plat.resources.engine.DiskEngine;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.ServiceTicket;
import dev.plat.schemas.Tier;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port at which one node of one file tier takes and gives resources.
 *
 * <p>Threads: safe.
 */
public final class DataPort implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DataPort.class);
    private static final int CHUNK_BYTES_MAX = 64 << 10;
    private static final int BACKLOG = 1024;

    private final PortLimits limits;
    private final Requests requests;
    private final InFlight inFlight = new InFlight();
    private final Set<Channel> connections = ConcurrentHashMap.newKeySet();
    private final Channel server;

    /**
     * Binds the port.
     *
     * @param address with port 0 for any
     * @throws PlatException {@code config-invalid} when it cannot be bound
     */
    public DataPort(
            EventLoops loops,
            InetSocketAddress address,
            DiskEngine engine,
            Tier tier,
            String node,
            ServiceTicket tickets,
            PortLimits limits) {
        this.limits = limits;
        this.requests = new Requests(engine, new Gate(tickets, tier, node), limits);
        this.server = bind(loops, address);
    }

    /** The port that was bound. */
    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Takes no more connections and requests, lets those under way finish, and closes. */
    @Override
    public void close() {
        server.close().awaitUninterruptibly();
        try {
            if (!inFlight.drain(limits.drain())) {
                LOG.warn("Requests were still under way after {}.", limits.drain());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Channel connection : connections) {
            connection.close().awaitUninterruptibly();
        }
    }

    private Channel bind(EventLoops loops, InetSocketAddress address) {
        ChannelFuture bound =
                new ServerBootstrap()
                        .group(loops.group())
                        .channel(loops.channelType())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                        .childHandler(new Initializer())
                        .bind(address)
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new PlatException(
                            ErrorCode.CONFIG_INVALID,
                            "The data port cannot be bound.",
                            "value",
                            address.toString())
                    .causedBy(bound.cause());
        }
        return bound.channel();
    }

    private final class Initializer extends ChannelInitializer<Channel> {

        @Override
        protected void initChannel(Channel channel) {
            if (connections.size() >= limits.connectionsMax()) {
                var _ = channel.close();
                return;
            }
            connections.add(channel);
            channel.closeFuture().addListener(_ -> connections.remove(channel));
            Inbound inbound = new Inbound();
            channel.pipeline()
                    .addLast(
                            new HttpServerCodec(
                                    new HttpDecoderConfig()
                                            .setMaxInitialLineLength(limits.headBytesMax())
                                            .setMaxHeaderSize(limits.headBytesMax())
                                            .setMaxChunkSize(CHUNK_BYTES_MAX)))
                    .addLast(
                            new IdleStateHandler(
                                    true,
                                    0,
                                    limits.bodyIdle().toMillis(),
                                    0,
                                    TimeUnit.MILLISECONDS))
                    .addLast(inbound);
            Thread.ofVirtual()
                    .name("data-port")
                    .start(new Connection(channel, inbound, requests, limits, inFlight));
        }
    }
}
