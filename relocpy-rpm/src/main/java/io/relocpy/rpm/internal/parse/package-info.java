/** Parsers of repository metadata: XML, YAML and INI files. */
@NullMarked
package io.relocpy.rpm.internal.parse;

import org.jspecify.annotations.NullMarked;
