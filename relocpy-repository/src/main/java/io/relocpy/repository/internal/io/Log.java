package io.relocpy.repository.internal.io;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loggers, looked up when there is something to say: where no provider is, SLF4J says so on standard error at once. */
public final class Log {
    private Log() {}

    public static Logger of(Class<?> type) {
        return LoggerFactory.getLogger(type);
    }
}
