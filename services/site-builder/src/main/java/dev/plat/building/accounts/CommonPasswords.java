package dev.plat.building.accounts;

import java.util.Locale;
import java.util.Set;

/** Passwords of ten characters and more that every guessing list begins with. */
final class CommonPasswords {

    private static final Set<String> LIST =
            Set.of(
                    "1234567890",
                    "0123456789",
                    "0987654321",
                    "1111111111",
                    "0000000000",
                    "1q2w3e4r5t",
                    "1qaz2wsx3edc",
                    "qwertyuiop",
                    "qwerty1234",
                    "qwerty12345",
                    "qwerty123456",
                    "password12",
                    "password123",
                    "password1234",
                    "password12345",
                    "passw0rd123",
                    "iloveyou123",
                    "letmein1234",
                    "welcome123",
                    "welcome1234",
                    "admin12345",
                    "administrator",
                    "abcdefghij",
                    "abcd123456",
                    "abc1234567",
                    "football123",
                    "sunshine123",
                    "princess123",
                    "12345678910",
                    "123456789a",
                    "a123456789",
                    "q1w2e3r4t5",
                    "zxcvbnm123",
                    "asdfghjkl1",
                    "changeme123");

    private CommonPasswords() {}

    static boolean contains(String password) {
        return LIST.contains(password.toLowerCase(Locale.ROOT));
    }
}
