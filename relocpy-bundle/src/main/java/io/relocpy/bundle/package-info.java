/** Assembles relocatable Python bundles. */
@NullMarked
package io.relocpy.bundle;

import org.jspecify.annotations.NullMarked;
