package dev.plat.checkout.order;

/** Those who do what an order needs. */
@FunctionalInterface
public interface Services {

    /**
     * Asks for one effect. What was asked before under this key is not done again; it is answered
     * as it was.
     *
     * @param key the same in every try; a receiver may as well know the effect by the order's line
     *     or number
     * @return {@link Answer.Later} also when nobody answered
     */
    Answer ask(Order order, Effect effect, String key);
}
