package dev.plat.domains.registrar.epp;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One element of a frame that came.
 *
 * @param text its own, without blanks around it; empty where it holds elements
 */
record Node(
        String space,
        String name,
        Map<String, String> attributes,
        List<Node> children,
        String text) {

    Node {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    List<Node> all(String inSpace, String named) {
        return children.stream()
                .filter(child -> child.space.equals(inSpace) && child.name.equals(named))
                .toList();
    }

    Optional<Node> first(String inSpace, String named) {
        return all(inSpace, named).stream().findFirst();
    }

    /** In this element's own name space. */
    Optional<String> textOf(String named) {
        return first(space, named).map(Node::text);
    }

    Node the(String inSpace, String named) throws ProtocolException {
        return first(inSpace, named)
                .orElseThrow(() -> new ProtocolException(name + " without " + named));
    }

    String theText(String named) throws ProtocolException {
        return the(space, named).text;
    }
}
