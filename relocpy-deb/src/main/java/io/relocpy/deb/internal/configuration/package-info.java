/** The files that apt is configured by, read as apt reads them. */
@NullMarked
package io.relocpy.deb.internal.configuration;

import org.jspecify.annotations.NullMarked;
