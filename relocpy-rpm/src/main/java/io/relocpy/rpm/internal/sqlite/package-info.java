/** Reads tables of SQLite databases. */
@NullMarked
package io.relocpy.rpm.internal.sqlite;

import org.jspecify.annotations.NullMarked;
