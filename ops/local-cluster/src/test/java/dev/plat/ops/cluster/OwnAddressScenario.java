package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.testkit.Waits;
import java.security.cert.CertificateParsingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A published site's address below the platform's own domain, over TLS. */
@ExtendWith(RunningCluster.class)
class OwnAddressScenario {

    @Test
    void aPublishedSiteAnswersOverHttpsUnderItsOwnAddress(LocalCluster cluster)
            throws CertificateParsingException {
        ClusterLayout layout = cluster.layout();
        Customer customer = Customer.signUp(cluster, "own-address@example.org");
        Saves.publish(customer, customer.makeSite("own-address", "blank"));
        SecureVisitor visitor =
                new SecureVisitor(layout.authority().resolve("root.pem"), layout.edgeTlsPort());
        String host = "own-address." + layout.sitesDomain();

        Waits.until(
                "the platform's certificate is there", () -> visitor.visit(host, "/").isPresent());

        SecureVisitor.Visit visit = visitor.visit(host, "/").orElseThrow();
        assertThat(visit.answer()).startsWith("HTTP/1.1 200 ");
        assertThat(visit.certificate().getSubjectAlternativeNames())
                .as("one for all of them")
                .anyMatch(name -> name.get(1).equals("*." + layout.sitesDomain()));
        assertThat(visitor.visit("nobody.there." + layout.sitesDomain(), "/"))
                .as("a name that the certificate does not cover")
                .isEmpty();
    }
}
