/** Downloads: URLs, mirrors, HTTP, the cache and its locks. */
@NullMarked
package io.relocpy.repository.internal.download;

import org.jspecify.annotations.NullMarked;
