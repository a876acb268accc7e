package dev.plat.resources.client;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the stable code in a file server's problem document. */
final class ProblemCode {

    private static final Pattern CODE = Pattern.compile("\"code\":\"([a-z-]{1,40})\"");

    private ProblemCode() {}

    static String of(HttpResponse<byte[]> response) {
        String text = new String(response.body(), StandardCharsets.UTF_8);
        Matcher code = CODE.matcher(text);
        return code.find() ? code.group(1) : "status " + response.statusCode();
    }
}
