package io.relocpy.elf.cli;

/** What {@code patchelf --help} prints. */
final class Help {
    static final String TEXT = """
            syntax: patchelf
              [--set-interpreter FILENAME]\tThe loader that the kernel starts
              [--page-size SIZE]\t\tAlignment of an added segment, a power of two
              [--print-interpreter]
              [--print-os-abi]
              [--set-os-abi ABI]\t\tsysv, linux, freebsd, ...
              [--print-soname]
              [--set-soname SONAME]
              [--set-rpath RPATH]
              [--add-rpath RPATH]
              [--remove-rpath]
              [--shrink-rpath]\t\tRemove directories without a needed library
              [--allowed-rpath-prefixes PREFIXES]\tWith --shrink-rpath: what remaining directories start with
              [--print-rpath]
              [--force-rpath]\t\tDT_RPATH instead of DT_RUNPATH
              [--add-needed LIBRARY]
              [--remove-needed LIBRARY]
              [--replace-needed LIBRARY NEW_LIBRARY]
              [--print-needed]
              [--no-default-lib]\t\tNo default directories for this file (DF_1_NODEFLIB)
              [--no-sort]\t\t\tAccepted and ignored
              [--clear-symbol-version SYMBOL]
              [--add-debug-tag]
              [--build-resolution-cache]\tNote with the locations of libraries, for Nix
              [--print-execstack]
              [--clear-execstack]
              [--set-execstack]
              [--rename-dynamic-symbols NAME_MAP_FILE]\tLines with an old and a new name
              [--no-clobber-old-sections]\tLeave the old bytes of moved sections
              [--output FILE]
              [--debug]
              [--version]
              FILENAME...
            """;

    private Help() {}
}
