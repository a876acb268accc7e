package dev.plat.ops.sandbox.registry.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One element of a frame with what it holds: either text or other elements.
 *
 * @param space its name space
 * @param attributes by local name; EPP has none in name spaces
 */
public record Element(
        String space,
        String name,
        Map<String, String> attributes,
        List<Element> children,
        String text) {

    public Element {
        attributes = Map.copyOf(attributes);
        children = List.copyOf(children);
    }

    public static Element of(String space, String name, Element... children) {
        return new Element(space, name, Map.of(), List.of(children), "");
    }

    public static Element of(String space, String name, List<Element> children) {
        return new Element(space, name, Map.of(), children, "");
    }

    public static Element text(String space, String name, Object text) {
        return new Element(space, name, Map.of(), List.of(), text.toString());
    }

    public Element with(String attribute, String value) {
        Map<String, String> more = new TreeMap<>(attributes);
        more.put(attribute, value);
        return new Element(space, name, more, children, text);
    }

    public Element plus(List<Element> more) {
        List<Element> all = new ArrayList<>(children);
        all.addAll(more);
        return new Element(space, name, attributes, all, text);
    }

    public boolean is(String inSpace, String named) {
        return space.equals(inSpace) && name.equals(named);
    }

    public Optional<Element> child(String named) {
        return all(named).findFirst();
    }

    public Stream<Element> all(String named) {
        return children.stream().filter(child -> child.name.equals(named));
    }

    /** A child that the grammar has already asked for. */
    public Element the(String named) {
        return child(named)
                .orElseThrow(() -> new NoSuchElementException(name + " without " + named));
    }

    /** A child's text. */
    public Optional<String> textOf(String named) {
        return child(named).map(Element::text);
    }

    public String attribute(String named, String otherwise) {
        return attributes.getOrDefault(named, otherwise);
    }
}
