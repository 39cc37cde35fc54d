package io.relocpy.repository.internal.io;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up loggers only when there is something to log: without a provider, SLF4J prints a warning to standard error as
 * soon as a logger is requested.
 */
public final class Log {
    private Log() {}

    public static Logger of(Class<?> type) {
        return LoggerFactory.getLogger(type);
    }
}
