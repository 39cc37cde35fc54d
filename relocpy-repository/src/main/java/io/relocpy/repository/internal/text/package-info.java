/** Text for messages: printable, quoted, and suggestions for misspelled names. */
@NullMarked
package io.relocpy.repository.internal.text;

import org.jspecify.annotations.NullMarked;
