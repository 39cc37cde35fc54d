package io.relocpy.rpm;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loggers, looked up when there is something to say: where no provider is, SLF4J says so on standard error at once. */
final class Log {
    private Log() {}

    static Logger of(Class<?> type) {
        return LoggerFactory.getLogger(type);
    }
}
