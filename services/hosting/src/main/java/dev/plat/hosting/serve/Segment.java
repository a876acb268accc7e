package dev.plat.hosting.serve;

import dev.plat.resources.blob.ByteRange;

/** A run of body bytes: from memory, or from the content on disk that an answer holds open. */
sealed interface Segment {

    long length();

    /** Nobody changes the array. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, only sent
    record Memory(byte[] bytes, int offset, int count) implements Segment {

        static Memory of(byte[] bytes) {
            return new Memory(bytes, 0, bytes.length);
        }

        @Override
        public long length() {
            return count;
        }
    }

    record Disk(ByteRange range) implements Segment {

        @Override
        public long length() {
            return range.length();
        }
    }
}
