package dev.plat.hosting.serve;

/** Builds an answer's status line and fields. */
final class HeadText {

    /** On every answer, whatever it is (design: hosting §9). */
    private static final String ALWAYS =
            """
            X-Content-Type-Options: nosniff\r
            Referrer-Policy: strict-origin-when-cross-origin\r
            Permissions-Policy: accelerometer=(), camera=(), geolocation=(), gyroscope=(), \
            magnetometer=(), microphone=(), payment=(), usb=()\r
            Cross-Origin-Opener-Policy: same-origin\r
            """;

    private final StringBuilder text = new StringBuilder(640);

    HeadText(int status) {
        text.append("HTTP/1.1 ").append(status).append(' ').append(reason(status)).append("\r\n");
        text.append(ALWAYS);
    }

    HeadText field(String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    HeadText length(long bytes) {
        text.append("Content-Length: ").append(bytes).append("\r\n");
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 204 -> "No Content";
            case 206 -> "Partial Content";
            case 301 -> "Moved Permanently";
            case 304 -> "Not Modified";
            case 308 -> "Permanent Redirect";
            case 400 -> "Bad Request";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 408 -> "Request Timeout";
            case 412 -> "Precondition Failed";
            case 414 -> "URI Too Long";
            case 416 -> "Range Not Satisfiable";
            case 421 -> "Misdirected Request";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> "Status";
        };
    }
}
