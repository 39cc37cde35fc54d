/** Names, versions, architectures and patterns as rpm and libsolv compare them. */
@NullMarked
package io.relocpy.rpm.internal.names;

import org.jspecify.annotations.NullMarked;
