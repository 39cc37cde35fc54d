/** What Python itself defines: modules, imports, scripts, wheels, entry points, and where each is installed. */
@NullMarked
package io.relocpy.bundle.internal.python;

import org.jspecify.annotations.NullMarked;
