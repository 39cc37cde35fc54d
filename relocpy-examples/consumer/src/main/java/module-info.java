/** Needs one module of relocpy, and may as well lie on the class path. */
module consumer {
    requires io.relocpy.bundle;
}
