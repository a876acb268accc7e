package dev.plat.router.testkit;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import java.util.Map;
import org.opentest4j.TestAbortedException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A server in a container, its port bound to one of ours for its whole life, since Docker gives a
 * restarted container another one.
 *
 * <p>Threads: for one test at a time.
 */
final class ContainerServer implements RunningServer {

    private final GenericContainer<?> container;
    private final int port;

    /** Skips the test, saying so, when there is no Docker. */
    ContainerServer(String image, int inside, Map<String, String> environment, String... command) {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new TestAbortedException(
                    "skipped: -Dplat.test.servers=testcontainers needs a Docker daemon and "
                            + image);
        }
        port = Ports.free();
        container = container(image, inside, port);
        container.withEnv(environment);
        if (command.length > 0) {
            container.withCommand(command);
        }
        container.start();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void stop() {
        container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void crash() {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void restart() {
        container.getDockerClient().restartContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void close() {
        container.stop();
    }

    @SuppressWarnings("resource") // closed by close()
    private static GenericContainer<?> container(String image, int inside, int port) {
        PortBinding binding =
                new PortBinding(Binding.bindIpAndPort("127.0.0.1", port), ExposedPort.tcp(inside));
        return new GenericContainer<>(DockerImageName.parse(image))
                .withExposedPorts(inside)
                .withCreateContainerCmdModifier(
                        create -> create.withHostConfig(hostConfig(binding)));
    }

    private static HostConfig hostConfig(PortBinding binding) {
        return HostConfig.newHostConfig().withPortBindings(binding);
    }
}
